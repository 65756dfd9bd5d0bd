import type { Shop } from '../../shared/shops/shop.ts';
import { toRunReport } from '../../shared/sync/run-report.ts';
import type { Progress } from './progress.ts';
import type { RunEntry } from './run-entry.ts';
import { type RunOrder, runShops } from './run-shops.ts';
import { shippedBy } from './shipped-orders.ts';
import type { StageConnection } from './stage-connection.ts';
import { type Undelivered, waitForDeliveries } from './wait-for-deliveries.ts';
import { type Refused, watchDeadLetters } from './watch-dead-letters.ts';

/** What came of runs and of their deliveries. */
export interface RunOutcome {
  readonly entries: readonly RunEntry[];
  readonly undelivered: Undelivered | undefined;
  /** Records of earlier runs that downstream has refused meanwhile; those of these runs stand in their reports. */
  readonly refusedEarlier: readonly Refused[];
  /** Shops without a URL to deliver to. */
  readonly silent: readonly string[];
}

export interface RunMeans {
  readonly connection: StageConnection;
  readonly progress: Progress;
  readonly interrupted: AbortSignal;
  /** Told of each run as soon as it is over. */
  readonly onEntry?: ((entry: RunEntry) => void) | undefined;
}

/** Runs what is asked for, waits until downstream has it, and reads the counts again. */
export async function runAndDeliver(
  order: RunOrder & { shops: readonly Shop[] },
  means: RunMeans,
): Promise<RunOutcome> {
  const { connection, progress, interrupted, onEntry } = means;
  await askPausedAgain(order.shops, means);
  const shopIds = order.shops.map(({ shopId }) => shopId);
  const newDeadLetters = await watchDeadLetters({ shopIds, syncs: order.syncs }, connection);
  const begun = await runShops(order, { connection, watch: progress, interrupted, onEntry });
  const undelivered = await waitForDeliveries({ shopIds, syncs: order.syncs }, means);
  const refused = await newDeadLetters();
  const entries = await Promise.all(begun.map((entry) => asItEnded(entry, connection)));
  const shops = await Promise.all(shopIds.map((shopId) => connection.shops.find(shopId)));
  return {
    entries,
    undelivered,
    refusedEarlier: withoutOwn(refused, entries),
    silent: shops
      .filter((shop) => shop !== undefined && shop.downstreamUrl === undefined)
      .map((shop) => shop?.shopId ?? ''),
  };
}

/** Whether everything that was asked for succeeded, deliveries included; a gate waits for a person and is no failure. */
export const isSuccess = ({ entries, undelivered, refusedEarlier }: RunOutcome) =>
  undelivered === undefined &&
  refusedEarlier.length === 0 &&
  entries.every(
    ({ report }) => (report.outcome === 'succeeded' || report.outcome === 'waiting') && report.deadLettered === 0,
  );

/** A batch may wait in the queue for longer than its run: what is refused of it counts in that run's row, not here. */
const withoutOwn = (refused: readonly Refused[], entries: readonly RunEntry[]): Refused[] =>
  refused
    .map(({ shopId, sync, records }) => {
      const own = entries.filter(({ report }) => report.shopId === shopId && report.sync === sync);
      return { shopId, sync, records: records - own.reduce((sum, { report }) => sum + report.deadLettered, 0) };
    })
    .filter(({ records }) => records > 0);

/** A person asks: a shop whose grant was gone is asked again now, not only at its next probe. */
async function askPausedAgain(shops: readonly Shop[], { connection, progress }: RunMeans): Promise<void> {
  for (const { shopId, paused } of shops) {
    if (!paused) continue;
    progress.say(`${shopId} was paused since ${paused.since} (${paused.reason}); it is asked again now.`);
    await connection.shops.setPaused(shopId, undefined);
  }
}

/** Deliveries are counted in the run's row after the run has ended. */
async function asItEnded(entry: RunEntry, connection: StageConnection): Promise<RunEntry> {
  const run = entry.runId === undefined ? undefined : await connection.runs.find(entry.scheduleId, entry.runId);
  if (!run) return entry;
  const { delivered, deadLettered } = toRunReport(run);
  const shipped = await shippedBy(run, connection);
  return { ...entry, shipped, report: { ...entry.report, delivered, deadLettered } };
}
