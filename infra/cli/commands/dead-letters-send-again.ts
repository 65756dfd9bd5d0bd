import type { Command } from 'commander';
import { type Answer, answer } from '../answer.ts';
import type { CommandMeans } from '../command-means.ts';
import { createCommand, withDownstreamOption, withHelp } from '../common-options.ts';
import { deadLettersOf, refuseUnknown } from '../dead-letters-of.ts';
import { type DeliveryOptions, onDeliveringStage } from '../on-delivering-stage.ts';
import { type Progress, startProgress } from '../progress.ts';
import { readQueue } from '../read-queue.ts';
import type { BuiltSync } from '../read-sync.ts';
import type { StageConnection } from '../stage-connection.ts';
import { toUndeliveredText, waitForDeliveries } from '../wait-for-deliveries.ts';

/** `azi dead-letters send-again`: delivers dead letters again, and waits until downstream has answered. */
export const deadLettersSendAgainCommand = (means: CommandMeans): Command =>
  withHelp(
    withDownstreamOption(createCommand('send-again', 'deliver dead letters again'))
      .argument('<queue>', 'e.g. order-sync')
      .argument('[messageIds...]', 'as list shows them (default: all of the queue)')
      .action((queue: string, messageIds: string[], options: DeliveryOptions) =>
        answer(
          {
            json: options.json,
            empty: { sentAgain: [] },
            work: () => sendAgain({ queue, messageIds }, options, means),
          },
          means,
        ),
      ),
    `
A letter leaves the dead letters only after it stands in the queue again. What downstream refuses again comes back here.
Letters may be older than what downstream has by now: it tells by "version".`,
  );

async function sendAgain(
  { queue, messageIds }: { queue: string; messageIds: readonly string[] },
  options: DeliveryOptions,
  means: CommandMeans,
): Promise<Answer> {
  const sync = readQueue(queue);
  const progress = startProgress(means.stderr);
  try {
    const work = (connection: StageConnection) =>
      deliverAgain({ sync, messageIds }, connection, { ...means, progress });
    return await onDeliveringStage({ options, command: 'azi dead-letters send-again' }, work, { ...means, progress });
  } finally {
    progress.stop();
  }
}

async function deliverAgain(
  { sync, messageIds }: { sync: BuiltSync; messageIds: readonly string[] },
  connection: StageConnection,
  { interrupted }: CommandMeans & { progress: Progress },
): Promise<Answer> {
  const letters = await deadLettersOf(sync, connection);
  const found = await letters.list();
  refuseUnknown(messageIds, found);
  // By name even when all are meant: what is refused again comes back as a new letter, and would be sent for ever.
  const sent = await letters.sendAgain(messageIds.length > 0 ? messageIds : found.map(({ messageId }) => messageId));
  const sentAgain = sent.map(({ messageId }) => messageId);
  const counted = `${sent.length} ${sent.length === 1 ? 'letter' : 'letters'} sent again`;
  if (connection.stage !== 'local') return { json: { sentAgain }, text: `${counted}.`, ok: true };

  const shopIds = [...new Set(sent.map(({ shopId }) => shopId))];
  const undelivered = await waitForDeliveries({ shopIds, syncs: [sync] }, { connection, interrupted });
  const sentIds = new Set(sent.flatMap(({ recordIds }) => recordIds));
  const refused = (await letters.list()).filter(({ recordIds }) => recordIds.some((id) => sentIds.has(id)));
  const outcome =
    refused.length > 0
      ? `${refused.length} refused again`
      : undelivered
        ? `not delivered yet: ${toUndeliveredText(undelivered)}`
        : 'all taken';
  return {
    json: { sentAgain, refusedAgain: refused.map(({ messageId }) => messageId), undelivered: undelivered ?? null },
    text: `${counted}, ${outcome}.`,
    ok: refused.length === 0 && undelivered === undefined,
  };
}
