import type { StartInput } from '../../shared/contracts/start-input.ts';
import { defaultScheduleId, type Sync } from '../../shared/contracts/syncs.ts';
import type { Shop } from '../../shared/shops/shop.ts';
import type { OpenRun } from '../../shared/sync/break-leases.ts';
import type { BuiltSync } from './read-sync.ts';
import type { RunEntry } from './run-entry.ts';
import { type RunWatch, startSync } from './start-sync.ts';
import type { StageConnection } from './stage-connection.ts';

/**
 * Runs syncs once for every shop: shops beside each other, the syncs of a shop one after another (they may draw on the
 * same usage plan). What a process that is gone left open is resumed first, as entries of their own before the new ones.
 */
export async function runShops(
  { shops, syncs, startTime, open, scheduleId: named }: RunOrder,
  means: {
    connection: StageConnection;
    watch: RunWatch;
    interrupted: AbortSignal;
    onEntry?: ((entry: RunEntry) => void) | undefined;
  },
): Promise<RunEntry[]> {
  const perShop = await Promise.all(
    shops.map(async ({ shopId }) => {
      const entries: RunEntry[] = [];
      const see = async (sync: Sync, input: StartInput) => {
        const entry = await startSync({ sync, input }, means);
        entries.push(entry);
        means.onEntry?.(entry);
      };
      for (const { sync, scheduleId, runId } of open.filter((run) => run.shopId === shopId)) {
        await see(sync, { shopId, scheduleId, resume: runId });
      }
      for (const sync of syncs) {
        const scheduleId = named ?? (await scheduleOf({ shopId, sync }, means.connection));
        const input = { shopId, scheduleId, ...(startTime !== undefined && { startTime }) };
        await see(sync, input);
      }
      return entries;
    }),
  );
  const entries = perShop.flat();
  return [...entries.filter(({ resumed }) => resumed), ...entries.filter(({ resumed }) => !resumed)];
}

export interface RunOrder {
  readonly shops: readonly Pick<Shop, 'shopId'>[];
  readonly syncs: readonly BuiltSync[];
  /** ISO; overrides the cursors for these runs. */
  readonly startTime: string | undefined;
  /** Which of the shop's schedules; undefined: the usual one. */
  readonly scheduleId?: string | undefined;
  /** Runs that were left open. */
  readonly open: readonly OpenRun[];
}

/** The shop's schedule for a sync; the one that onboarding made where there are several. */
export async function scheduleOf(
  { shopId, sync }: { shopId: string; sync: BuiltSync },
  { schedules }: Pick<StageConnection, 'schedules'>,
): Promise<string> {
  const usual = defaultScheduleId(shopId, sync);
  const rows = (await schedules.list(shopId)).filter((row) => row.sync === sync);
  return rows.some((row) => row.scheduleId === usual) ? usual : (rows[0]?.scheduleId ?? usual);
}
