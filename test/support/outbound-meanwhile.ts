import type { OutboundHouse, OutboundStory } from './outbound-house.ts';

/**
 * Runs the sync; `meanwhile` happens once: before a row whose key has `moment` in it is written, or when the operation of
 * that name is first called.
 */
export async function runMeanwhile(
  { house, story, moment }: { house: Pick<OutboundHouse, 'dynamo'>; story: OutboundStory; moment: string },
  meanwhile: () => Promise<void>,
): Promise<void> {
  const dynamo = house.dynamo.connect();
  let isDone = false;
  dynamo.middlewareStack.add(
    (next) => async (call) => {
      const key = 'Key' in call.input ? JSON.stringify(call.input.Key) : '';
      const isCalled = story.amazon.requests.some(({ operationId }) => operationId === moment);
      if (!isDone && (isCalled || key.includes(moment))) {
        isDone = true;
        await meanwhile();
      }
      return next(call);
    },
    { step: 'initialize', priority: 'low' },
  );
  const means = story.means({ dynamo });
  await story.start({}, means);
  await story.carryOn(means);
  dynamo.destroy();
}
