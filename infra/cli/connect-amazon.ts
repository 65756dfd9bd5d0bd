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
  const stage = await stageEnvironment(connection);
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

/** What the functions of a stage know of Amazon. */
const StageEnvironment = z.object({
  SP_API_ENDPOINT: z._default(z.string(), ''),
  LWA_ENDPOINT: z._default(z.string(), AMAZON_LWA_ENDPOINT),
  SPEED: z._default(z.string(), '1'),
});

async function stageEnvironment({ names, clients, functionArn }: StageConnection) {
  const FunctionName = await functionArn(names.startFunction('orders'));
  const { Environment } = await clients.lambda.send(new GetFunctionConfigurationCommand({ FunctionName }));
  return StageEnvironment.parse(Environment?.Variables ?? {});
}
