import type { Command } from 'commander';
import { BUILT_SYNCS } from '../../../shared/contracts/syncs.ts';
import type { DeadLetter } from '../../../shared/delivery/dead-letter.ts';
import { type Answer, answer } from '../answer.ts';
import type { CommandMeans } from '../command-means.ts';
import { type CommonOptions, createCommand } from '../common-options.ts';
import { deadLettersOf } from '../dead-letters-of.ts';
import { onStage } from '../on-stage.ts';
import { readQueue } from '../read-queue.ts';
import { toTable } from '../table.ts';

/** `azi dead-letters list`: what downstream refused, and why. */
export const deadLettersListCommand = (means: CommandMeans): Command =>
  createCommand('list', 'what downstream refused, and why')
    .argument('[queue]', 'e.g. order-sync (default: all)')
    .action((queue: string | undefined, options: CommonOptions) =>
      answer({ json: options.json, empty: { deadLetters: [] }, work: () => list(queue, options, means) }, means),
    );

function list(queue: string | undefined, options: CommonOptions, means: CommandMeans): Promise<Answer> {
  const syncs = queue === undefined ? BUILT_SYNCS : [readQueue(queue)];
  return onStage(
    { options, command: 'azi dead-letters list', create: false },
    async (connection) => {
      const found = await Promise.all(syncs.map(async (sync) => (await deadLettersOf(sync, connection)).list()));
      const letters = found.flat();
      return {
        json: { deadLetters: letters.map(withoutBody) },
        text:
          letters.length > 0
            ? `${toTable(HEAD, letters.map(toRow))}\n\nazi dead-letters send-again <queue> [messageId…] delivers them again.`
            : 'No dead letters.',
        ok: true,
      };
    },
    means,
  );
}

/** The message itself is for `show`. */
function withoutBody(letter: DeadLetter): Omit<DeadLetter, 'body'> {
  const { body: _, ...rest } = letter;
  return rest;
}

const HEAD = ['messageId', 'queue', 'shop', 'since (UTC)', 'reason', 'records'] as const;

const toRow = ({ messageId, queue, shopId, since, reason, recordIds }: DeadLetter) => [
  messageId,
  queue,
  shopId,
  since.slice(0, 16).replace('T', ' '),
  reason,
  recordIds.length > 3 ? `${recordIds.slice(0, 3).join(' ')} … (${recordIds.length})` : recordIds.join(' '),
];
