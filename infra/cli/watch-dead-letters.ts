import { KIND_OF } from '../../shared/contracts/syncs.ts';
import { queueDepth } from '../../shared/delivery/queue-depth.ts';
import { deadLettersOf } from './dead-letters-of.ts';
import { queueUrlsOf } from './queue-urls.ts';
import type { BuiltSync } from './read-sync.ts';
import type { StageConnection } from './stage-connection.ts';

/** Records that downstream has refused, and that are dead letters now. */
export interface Refused {
  readonly shopId: string;
  readonly sync: BuiltSync;
  readonly records: number;
}

/** From the call on, watches what becomes a dead letter of these shops; the function that it gives tells what did. */
export async function watchDeadLetters(
  { shopIds, syncs }: { shopIds: readonly string[]; syncs: readonly BuiltSync[] },
  connection: StageConnection,
): Promise<() => Promise<Refused[]>> {
  const begunAt = new Date().toISOString();
  const before = await depths(syncs, connection);
  return async () => {
    const after = await depths(syncs, connection);
    // Looking hides letters from others for a moment: not without need.
    const grown = syncs.filter((_, index) => (after[index] ?? 0) > (before[index] ?? 0));
    const refused = await Promise.all(
      grown.map(async (sync) => {
        const letters = (await (await deadLettersOf(sync, connection)).list()).filter(({ since }) => since >= begunAt);
        return shopIds.map((shopId) => {
          const own = letters.filter((letter) => letter.shopId === shopId);
          return { shopId, sync, records: own.reduce((sum, { recordIds }) => sum + recordIds.length, 0) };
        });
      }),
    );
    return refused.flat().filter(({ records }) => records > 0);
  };
}

const depths = (syncs: readonly BuiltSync[], connection: StageConnection): Promise<number[]> =>
  Promise.all(
    syncs.map(async (sync) => {
      const { deadLettersUrl } = await queueUrlsOf(KIND_OF[sync], connection);
      return queueDepth([deadLettersUrl], connection.clients);
    }),
  );
