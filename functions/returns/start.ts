import type { Context } from 'aws-lambda';
import { StartInput } from '../../shared/contracts/start-input.ts';
import { readEnvironment } from '../../shared/runtime/environment.ts';
import { startRun } from '../../shared/sync/start-run.ts';
import { awsClients } from '../sync-means.ts';
import { ReturnsEnvironment } from './environment.ts';
import { returnsMeans } from './returns-means.ts';

const meansFor = returnsMeans(readEnvironment(ReturnsEnvironment), awsClients());

/** A schedule fires, or `azi sync returns` asks: runs the sync for one shop, as far as one invocation goes. */
export const handler = async (event: unknown, context: Context) => {
  const input = StartInput.parse(event);
  const means = meansFor(context);
  means.log.appendKeys({ shopId: input.shopId, sync: 'returns', scheduleId: input.scheduleId });
  return startRun(input, means);
};
