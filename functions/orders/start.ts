import type { Context } from 'aws-lambda';
import { StartInput } from '../../shared/contracts/start-input.ts';
import { readEnvironment } from '../../shared/runtime/environment.ts';
import { startRun } from '../../shared/sync/start-run.ts';
import { awsClients } from '../sync-means.ts';
import { OrdersEnvironment } from './environment.ts';
import { ordersMeans } from './orders-means.ts';

const meansFor = ordersMeans(readEnvironment(OrdersEnvironment), awsClients());

/** A schedule fires, or `azi sync orders` asks: runs the sync for one shop, as far as one invocation goes. */
export const handler = async (event: unknown, context: Context) => {
  const input = StartInput.parse(event);
  const means = meansFor(context);
  means.log.appendKeys({ shopId: input.shopId, sync: 'orders', scheduleId: input.scheduleId });
  return startRun(input, means);
};
