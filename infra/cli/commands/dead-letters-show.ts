import type { Command } from 'commander';
import { type Answer, answer } from '../answer.ts';
import type { CommandMeans } from '../command-means.ts';
import { type CommonOptions, createCommand } from '../common-options.ts';
import { deadLettersOf, refuseUnknown } from '../dead-letters-of.ts';
import { onStage } from '../on-stage.ts';
import { readQueue } from '../read-queue.ts';

/** `azi dead-letters show`: dead letters with what is in them. */
export const deadLettersShowCommand = (means: CommandMeans): Command =>
  createCommand('show', 'dead letters in full, as they were sent (without buyers’ data)')
    .argument('<queue>', 'e.g. order-sync')
    .argument('[messageIds...]', 'as list shows them (default: all)')
    .action((queue: string, messageIds: string[], options: CommonOptions) =>
      answer(
        { json: options.json, empty: { deadLetters: [] }, work: () => show({ queue, messageIds }, options, means) },
        means,
      ),
    );

function show(
  { queue, messageIds }: { queue: string; messageIds: readonly string[] },
  options: CommonOptions,
  means: CommandMeans,
): Promise<Answer> {
  const sync = readQueue(queue);
  return onStage(
    { options, command: 'azi dead-letters show', create: false },
    async (connection) => {
      const found = await (await deadLettersOf(sync, connection)).list();
      refuseUnknown(messageIds, found);
      const letters = found
        .filter(({ messageId }) => messageIds.length === 0 || messageIds.includes(messageId))
        .map(({ body, ...letter }) => ({ ...letter, message: parse(body) }));
      return { json: { deadLetters: letters }, text: JSON.stringify(letters, undefined, 2), ok: true };
    },
    means,
  );
}

/** What is no JSON is shown as the text that it is. */
function parse(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return body;
  }
}
