import { BUILT_SYNCS, SYNCS, type Sync } from '../../shared/contracts/syncs.ts';
import { CommandError } from './command-error.ts';
import { nearestName } from '../nearest-name.ts';

/** A sync that this version can run. */
export type BuiltSync = (typeof BUILT_SYNCS)[number];

/** Reads the name of a sync; an unknown one is answered with the nearest, one that is not built yet says so. */
export function readSync(name: string): BuiltSync {
  const built = BUILT_SYNCS.find((sync) => sync === name);
  if (built) return built;
  const offered = `This version offers: ${BUILT_SYNCS.join(', ')}.`;
  if (isSync(name)) throw new CommandError(`The sync "${name}" is not in this version.`, offered);
  const nearest = nearestName(name, SYNCS);
  throw new CommandError(
    `There is no sync "${name}".${nearest ? ` Did you mean ${nearest}?` : ''}`,
    nearest && !BUILT_SYNCS.some((sync) => sync === nearest)
      ? `${nearest} is not in this version. ${offered}`
      : offered,
  );
}

/** The syncs named, each once, in design order (orders first); none named: all that are built. */
export function readSyncs(names: readonly string[]): BuiltSync[] {
  const named = new Set(names.map(readSync));
  return BUILT_SYNCS.filter((sync) => named.size === 0 || named.has(sync));
}

const isSync = (name: string): name is Sync => SYNCS.some((sync) => sync === name);
