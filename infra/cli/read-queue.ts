import { BUILT_SYNCS, KIND_OF, QUEUE_OF } from '../../shared/contracts/syncs.ts';
import { CommandError } from './command-error.ts';
import { nearestName } from '../nearest-name.ts';
import type { BuiltSync } from './read-sync.ts';

/** Reads the name of a queue to the sync that fills it. Throws a CommandError that suggests the nearest. */
export function readQueue(name: string): BuiltSync {
  const queues = BUILT_SYNCS.map((sync) => QUEUE_OF[KIND_OF[sync]]);
  const sync = BUILT_SYNCS.find((each) => QUEUE_OF[KIND_OF[each]] === name);
  if (sync) return sync;
  const nearest = nearestName(name, queues);
  throw new CommandError(
    `There is no queue "${name}".${nearest ? ` Did you mean ${nearest}?` : ''}`,
    `Queues of this version: ${queues.join(', ')}.`,
  );
}
