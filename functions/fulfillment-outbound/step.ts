import type { Context } from 'aws-lambda';
import { StepInput } from '../../shared/contracts/step-input.ts';
import { readEnvironment } from '../../shared/runtime/environment.ts';
import { takeStep } from '../../shared/sync/take-step.ts';
import { awsClients } from '../sync-means.ts';
import { FulfillmentOutboundEnvironment } from './environment.ts';
import { fulfillmentOutboundMeans } from './fulfillment-outbound-means.ts';

const meansFor = fulfillmentOutboundMeans(readEnvironment(FulfillmentOutboundEnvironment), awsClients());

/** The state machine carries a run on: one step of it. */
export const handler = async (event: unknown, context: Context) => {
  const input = StepInput.parse(event);
  const means = meansFor(context);
  means.log.appendKeys({
    shopId: input.shopId,
    sync: 'fulfillment-outbound',
    scheduleId: input.scheduleId,
    runId: input.runId,
  });
  return takeStep(input, means);
};
