import { Stack } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import type { Stage } from '../stages.ts';
import type { DeliveryQueue } from './delivery-queue.ts';

/** The variables of a function that hands out batches of these queues. */
export const deliveryVariables = (
  scope: Construct,
  { stage, queues }: { stage: Stage; queues: readonly DeliveryQueue[] },
) => ({
  QUEUES: Stack.of(scope).toJsonString(
    Object.fromEntries(
      queues.map(({ kind, queue, deadLetters }) => [
        kind,
        { url: queue.queueUrl, deadLettersUrl: deadLetters.queueUrl, consumer: stage.consumers[kind] },
      ]),
    ),
  ),
  BATCH_SIZE: String(stage.batchSize),
});
