import type { Command } from 'commander';
import { type Answer, answer } from '../answer.ts';
import { CommandError } from '../command-error.ts';
import type { CommandMeans } from '../command-means.ts';
import { type CommonOptions, createCommand } from '../common-options.ts';
import { deadLettersOf, refuseUnknown } from '../dead-letters-of.ts';
import { onStage } from '../on-stage.ts';
import { readQueue } from '../read-queue.ts';

/** `azi dead-letters drop`: deletes dead letters for good. */
export const deadLettersDropCommand = (means: CommandMeans): Command =>
  createCommand(
    'drop',
    'delete dead letters for good; the records themselves stay (azi redeliver hands them out again)',
  )
    .argument('<queue>', 'e.g. order-sync')
    .argument('[messageIds...]', 'as list shows them')
    .option('--all', 'every letter of the queue')
    .action((queue: string, messageIds: string[], options: DropOptions) =>
      answer(
        { json: options.json, empty: { dropped: [] }, work: () => drop({ queue, messageIds }, options, means) },
        means,
      ),
    );

interface DropOptions extends CommonOptions {
  readonly all?: boolean;
}

function drop(
  { queue, messageIds }: { queue: string; messageIds: readonly string[] },
  options: DropOptions,
  means: CommandMeans,
): Promise<Answer> {
  const sync = readQueue(queue);
  if (messageIds.length > 0 === (options.all === true)) {
    throw new CommandError(
      'Which letters are to be dropped is not clear.',
      'Name their messageIds, or give --all for every letter of the queue.',
    );
  }
  return onStage(
    { options, command: 'azi dead-letters drop', create: false },
    async (connection) => {
      const letters = await deadLettersOf(sync, connection);
      if (messageIds.length > 0) refuseUnknown(messageIds, await letters.list());
      const dropped = await letters.drop(options.all ? undefined : messageIds);
      return {
        json: { dropped: dropped.map(({ messageId }) => messageId) },
        text: `${dropped.length} ${dropped.length === 1 ? 'letter' : 'letters'} dropped.`,
        ok: true,
      };
    },
    means,
  );
}
