import { KIND_OF } from '../../shared/contracts/syncs.ts';
import type { DeadLetter } from '../../shared/delivery/dead-letter.ts';
import { DeadLetters } from '../../shared/delivery/dead-letters.ts';
import { CommandError } from './command-error.ts';
import { queueUrlsOf } from './queue-urls.ts';
import type { BuiltSync } from './read-sync.ts';
import type { StageConnection } from './stage-connection.ts';

/** The dead letters of a sync's queue. */
export async function deadLettersOf(sync: BuiltSync, connection: StageConnection): Promise<DeadLetters> {
  const kind = KIND_OF[sync];
  return new DeadLetters(connection.clients.sqs, { kind, ...(await queueUrlsOf(kind, connection)) });
}

/** Throws a CommandError when a letter that is named is not there. */
export function refuseUnknown(messageIds: readonly string[], letters: readonly DeadLetter[]): void {
  const unknown = messageIds.filter((messageId) => !letters.some((letter) => letter.messageId === messageId));
  if (unknown.length === 0) return;
  throw new CommandError(
    `There is no dead letter ${unknown.join(', ')}.`,
    'azi dead-letters list shows their messageIds.',
  );
}
