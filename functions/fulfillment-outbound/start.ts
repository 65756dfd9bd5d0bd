import type { Context } from 'aws-lambda';
import { StartInput } from '../../shared/contracts/start-input.ts';
import { readEnvironment } from '../../shared/runtime/environment.ts';
import { startRun } from '../../shared/sync/start-run.ts';
import { awsClients } from '../sync-means.ts';
import { FulfillmentOutboundEnvironment } from './environment.ts';
import { fulfillmentOutboundMeans } from './fulfillment-outbound-means.ts';

const meansFor = fulfillmentOutboundMeans(readEnvironment(FulfillmentOutboundEnvironment), awsClients());

/** A schedule fires, or `azi sync fulfillment-outbound` asks: runs the sync for one shop, as far as one invocation goes. */
export const handler = async (event: unknown, context: Context) => {
  const input = StartInput.parse(event);
  const means = meansFor(context);
  means.log.appendKeys({ shopId: input.shopId, sync: 'fulfillment-outbound', scheduleId: input.scheduleId });
  return startRun(input, means);
};
