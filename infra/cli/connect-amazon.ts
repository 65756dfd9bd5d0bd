import { GetFunctionConfigurationCommand } from '@aws-sdk/client-lambda';
import * as z from 'zod/mini';
import { SpApiConnections } from '../../shared/shops/sp-api-connections.ts';
import type { Shop } from '../../shared/shops/shop.ts';
import type { SpApi } from '../../shared/sp-api/sp-api.ts';
import { AMAZON_LWA_ENDPOINT } from './plan-world.ts';
import type { StageConnection } from './stage-connection.ts';

/** Flags that name another Amazon than the stage's functions speak to. */
export interface AmazonFlags {
  readonly spApiEndpoint?: string;
  readonly lwaEndpoint?: string;
}

/**
 * A shop's door to Amazon, for calls of the command itself: with the stage's application, secrets, endpoints and buckets,
 * so that it draws on the usage plan together with the stage's functions.
 */
export async function connectAmazon(
  { shop, flags }: { shop: Shop; flags: AmazonFlags },
  { connection, now }: { connection: StageConnection; now: () => Date },
): Promise<SpApi> {
  const { clients, names, secrets } = connection;
  const stage = await stageVariables(connection);
  const connections = new SpApiConnections({
    client: clients.documents,
    usageTable: names.table('usage'),
    secrets,
    spApiEndpoint: flags.spApiEndpoint ?? stage.SP_API_ENDPOINT,
    lwaEndpoint: flags.lwaEndpoint ?? stage.LWA_ENDPOINT,
    now: () => now().getTime(),
    speed: Number(stage.SPEED),
    // Only functions publish metrics.
    metrics: () => undefined,
  });
  return connections.open(shop, { timeLeftMs: () => Infinity, onCall: () => undefined });
}

/** What the functions of a stage know of Amazon, and where documents are kept. */
const StageEnvironment = z.object({
  SP_API_ENDPOINT: z._default(z.string(), ''),
  LWA_ENDPOINT: z._default(z.string(), AMAZON_LWA_ENDPOINT),
  SPEED: z._default(z.string(), '1'),
  DOCUMENTS_BUCKET: z._default(z.string(), ''),
});

/** Read from the deployed configuration of a start function: the one place where a stage's settings stand. */
export async function stageVariables({ names, clients, functionArn }: StageConnection) {
  const FunctionName = await functionArn(names.startFunction('items'));
  const { Environment } = await clients.lambda.send(new GetFunctionConfigurationCommand({ FunctionName }));
  return StageEnvironment.parse(Environment?.Variables ?? {});
}
