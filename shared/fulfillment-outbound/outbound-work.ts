import { handOutGathered, handOutLeftovers } from '../delivery/run-hand-out.ts';
import type { Shop } from '../shops/shop.ts';
import type { Lane } from '../sp-api/usage/usage-limiter.ts';
import type { Run } from '../sync/run.ts';
import type { Advance, StretchMeans, SyncWork } from '../sync/sync-work.ts';
import { before, OVERLAP_MS } from '../sync/window.ts';
import { withNotes } from '../sync/with-notes.ts';
import type { FulfillmentPort } from './fulfillment-port.ts';
import { goThroughTable } from './go-through-table.ts';
import type { OutboundMeans } from './outbound-means.ts';
import { OrdersHeldUpError } from './orders-held-up-error.ts';
import { OutboundProgress } from './outbound-progress.ts';
import { type OutboundSettings, outboundSettings } from './outbound-settings.ts';
import { port20200701 } from './port-2020-07-01.ts';
import { port20260704 } from './port-2026-07-04.ts';
import { trackPage } from './track-page.ts';

/** A run waits for an order whose outcome is unknown if it can be looked for so soon, and so often; else the next run does. */
const PATIENCE_MS = 2 * 60_000;
const MAX_WAITS = 12;

/**
 * Orders that Amazon is to ship: those of the table are brought to Amazon, each exactly once; then its list tells what has become
 * of them. One stretch is one page of either.
 */
export function outboundWork(shop: Shop, means: OutboundMeans): SyncWork {
  const settings = outboundSettings(shop);
  return {
    sync: 'fulfillment-outbound',
    amazonNow: () => means.spApi.now(),
    begin: (run) => beginOutbound(run),
    advance: (run, stretch) =>
      advance(shop, run, { ...means, ...stretch, settings, port: portOf(run.lane, settings, means) }),
    settle: (run) => deliver(run, means, true),
    memory: () => undefined,
  };
}

const portOf = (lane: Lane, settings: OutboundSettings, { spApi }: OutboundMeans): FulfillmentPort =>
  settings.apiVersion === '2020-07-01' ? port20200701({ spApi, lane }, settings) : port20260704({ spApi, lane });

const beginOutbound = ({ startTime, overlaps }: Pick<Run, 'startTime' | 'overlaps'>): OutboundProgress => ({
  phase: 'submit',
  after: '',
  updatedAfter: overlaps ? before(startTime, OVERLAP_MS) : startTime,
  deadTokens: 0,
  tracked: false,
  waits: 0,
  toDeliver: [],
});

async function advance(
  shop: Shop,
  run: Run,
  means: OutboundMeans & StretchMeans & { settings: OutboundSettings; port: FulfillmentPort },
): Promise<Advance> {
  const progress = OutboundProgress.parse(run.progress);
  // A backfill only reads: two lanes at one order would be in each other's way.
  if (progress.phase === 'submit' && run.lane === 'live') {
    return { run: await deliver(await goThroughTable(shop, run, means), means), next: 'more' };
  }
  if (!progress.tracked) return { run: await deliver(await trackPage(shop, run, means), means), next: 'more' };

  const until = progress.dueAt === undefined ? undefined : Date.parse(progress.dueAt);
  if (until !== undefined && until - means.now() <= PATIENCE_MS && progress.waits < MAX_WAITS) {
    const again: OutboundProgress = { ...progress, phase: 'submit', dueAt: undefined, waits: progress.waits + 1 };
    return { run: { ...run, progress: again }, next: 'wait', until: new Date(until) };
  }
  const ended = await handOutLeftovers(await deliver(run, means, true), means.handOut);
  const unknown = until === undefined ? [] : [STILL_UNKNOWN];
  const unsubmitted = run.lane === 'live' ? [] : [ONLY_READS];
  if (progress.heldUp) {
    await means.checkpoint({ ...ended, notes: withNotes(ended.notes, unknown) });
    throw new OrdersHeldUpError(progress.heldUp);
  }
  return {
    run: { ...ended, reachedUntil: run.endTime, notes: withNotes(ended.notes, [...unknown, ...unsubmitted]) },
    next: 'succeeded',
  };
}

const ONLY_READS =
  'A run of the past only reads what has become of orders; it submits none. The schedule does, and azi run fulfillment-outbound without --start-time.';

const STILL_UNKNOWN =
  'Amazon has not answered for every order, nor shown it since; the next run looks again, under the same id.';

async function deliver(run: Run, { handOut }: Pick<OutboundMeans, 'handOut'>, all = false): Promise<Run> {
  const progress = OutboundProgress.parse(run.progress);
  const handedOut = await handOutGathered({ run, gathered: progress.toDeliver, all }, handOut);
  return { ...handedOut.run, progress: { ...progress, toDeliver: handedOut.gathered } };
}
