import { Stack } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import type { Stage } from '../stages.ts';
import type { DeliveryQueue } from './delivery-queue.ts';

/** The variables of a function that hands out batches of these queues. One function serves one sort of consumer. */
export function deliveryVariables(
  scope: Construct,
  { stage, queues }: { stage: Stage; queues: readonly DeliveryQueue[] },
) {
  return {
    QUEUES: Stack.of(scope).toJsonString(
      Object.fromEntries(
        queues.map(({ kind, queue, deadLetters }) => [
          kind,
          { url: queue.queueUrl, deadLettersUrl: deadLetters.queueUrl },
        ]),
      ),
    ),
    CONSUMER: consumerOf(stage, queues),
    BATCH_SIZE: String(stage.batchSize),
  };
}

function consumerOf(stage: Stage, queues: readonly DeliveryQueue[]) {
  const consumers = new Set(queues.map(({ kind }) => stage.consumers[kind]));
  const [consumer, other] = consumers;
  if (consumer && !other) return consumer;
  throw new Error(
    `Stage ${stage.name}: one function cannot hand out batches for ${[...consumers].join(' and ') || 'no'} consumers. ` +
      'Give the queues of infra/stages.ts that it serves the same consumer.',
  );
}
