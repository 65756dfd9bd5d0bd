import {
  DeleteParameterCommand,
  GetParameterCommand,
  ParameterNotFound,
  PutParameterCommand,
  type SSMClient,
} from '@aws-sdk/client-ssm';
import * as z from 'zod/mini';
import type { Curable } from '../runtime/curable.ts';

/** A shop's secret: one SSM SecureString, JSON. */
export const ShopSecret = z.object({
  /** LWA refresh token of this seller and region. */
  refreshToken: z.string(),
  /** Standard Webhooks secret, `whsec_…`. */
  downstreamSecret: z.optional(z.string()),
});
export type ShopSecret = z.infer<typeof ShopSecret>;

/** The credentials of the stage's one LWA application: one SSM SecureString, JSON. */
export const ApplicationSecret = z.object({ clientId: z.string(), clientSecret: z.string() });
export type ApplicationSecret = z.infer<typeof ApplicationSecret>;

/** Thrown when a secret is not there or not of its form. Names the parameter, never what is in it. */
export class SecretError extends Error implements Curable {
  override readonly name = 'SecretError';
  readonly cure =
    'Write the secret with azi shop add; on one machine, give the LWA_ variables and the shops file again.';
}

/** Secrets in SSM Parameter Store. Nothing is cached here: who caches decides when to read again. */
export class SecretStore {
  private readonly ssm: SSMClient;
  private readonly names: { application: string; shops: string };

  constructor(ssm: SSMClient, names: { application: string; shops: string }) {
    this.ssm = ssm;
    this.names = names;
  }

  application = () => this.read(this.names.application, ApplicationSecret);

  ofShop = (shopId: string) => this.read(`${this.names.shops}/${shopId}`, ShopSecret);

  saveApplication = (secret: ApplicationSecret) => this.write(this.names.application, secret);

  saveOfShop = (shopId: string, secret: ShopSecret) => this.write(`${this.names.shops}/${shopId}`, secret);

  /** Nothing happens when there is none. */
  async removeOfShop(shopId: string): Promise<void> {
    try {
      await this.ssm.send(new DeleteParameterCommand({ Name: `${this.names.shops}/${shopId}` }));
    } catch (error) {
      if (!(error instanceof ParameterNotFound)) throw error;
    }
  }

  private async read<Secret>(name: string, schema: z.ZodMiniType<Secret>): Promise<Secret> {
    const text = await this.readText(name);
    const secret = schema.safeParse(parseJson(text));
    if (!secret.success) throw new SecretError(`The secret ${name} is not of its form.`);
    return secret.data;
  }

  private async readText(name: string): Promise<string> {
    try {
      const { Parameter } = await this.ssm.send(new GetParameterCommand({ Name: name, WithDecryption: true }));
      return Parameter?.Value ?? '';
    } catch (error) {
      if (error instanceof ParameterNotFound) {
        throw new SecretError(`There is no secret ${name}.`, { cause: error });
      }
      throw error;
    }
  }

  private async write(name: string, secret: object): Promise<void> {
    await this.ssm.send(
      new PutParameterCommand({ Name: name, Value: JSON.stringify(secret), Type: 'SecureString', Overwrite: true }),
    );
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
