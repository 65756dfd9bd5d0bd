import type { Queues } from '../runtime/environment-parts.ts';

/** The queue, of those the function may use, that a message's `eventSourceARN` names. */
export function queueOfSource(eventSourceArn: string, queues: Queues): { url: string; deadLettersUrl: string } {
  const name = eventSourceArn.slice(eventSourceArn.lastIndexOf(':') + 1);
  const queue = Object.values(queues).find(({ url }) => url.endsWith(`/${name}`));
  if (queue === undefined)
    throw new Error(`The queue ${name} is not in QUEUES. The stack that maps it must name it there.`);
  return queue;
}
