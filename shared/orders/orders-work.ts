import type { Schedule } from '../sync/schedule.ts';
import { handOutGathered, handOutLeftovers, type RunHandOut } from '../delivery/run-hand-out.ts';
import type { Shop } from '../shops/shop.ts';
import { IncludedData, type OrdersPage, searchOrders } from '../sp-api/orders-2026-01-01/search-orders.ts';
import type { SpApi } from '../sp-api/sp-api.ts';
import { SpApiRejectedError } from '../sp-api/sp-api-error.ts';
import { added } from '../sync/carry-on.ts';
import type { Run } from '../sync/run.ts';
import type { Advance, SyncWork } from '../sync/sync-work.ts';
import { before, OVERLAP_MS } from '../sync/window.ts';
import { withNotes } from '../sync/with-notes.ts';
import {
  afterRefusal,
  afterSuccess,
  askedData,
  beginDatasets,
  PERSONAL,
  RefusedData,
  rememberedRefusals,
  wantedData,
} from './included-data.ts';
import { afterPage, newSegment, OrdersProgress, recut } from './orders-progress.ts';
import { PageTokenError } from './page-token-error.ts';
import { type StoredPage, storePage, type StorePageMeans } from './store-page.ts';

export interface OrdersMeans extends StorePageMeans {
  readonly spApi: Pick<SpApi, 'call' | 'now'>;
  readonly handOut: RunHandOut;
  readonly now: () => number;
}

const MAX_DEAD_TOKENS = 100;
const PROBE_REFUSED_DATA_MS = 24 * 60 * 60_000;

/**
 * Orders that changed in the run's window: every page is stored, then handed downstream in full batches. One stretch is
 * one page, so that a crash costs one page, which is read again.
 */
export function ordersWork(shop: Shop, means: OrdersMeans): SyncWork {
  return {
    sync: 'orders',
    amazonNow: () => means.spApi.now(),
    begin: (run, schedule) => beginOrders(shop, run, schedule, means),
    advance: (run) => advance(shop, run, means),
    settle: (run) => deliver(run, means, true),
    memory: (run) => rememberRefused(run, means),
  };
}

function beginOrders(
  shop: Shop,
  { startTime, endTime, overlaps }: Pick<Run, 'startTime' | 'endTime' | 'overlaps'>,
  schedule: Schedule,
  means: OrdersMeans,
): OrdersProgress {
  const now = new Date(means.now()).toISOString();
  const known = RefusedData.safeParse(schedule.memory).data ?? {};
  return {
    segments: [newSegment(overlaps ? before(startTime, OVERLAP_MS) : startTime, endTime)],
    datasets: beginDatasets(wantedData(shop), known, now),
    deadTokens: 0,
    toDeliver: [],
  };
}

async function advance(shop: Shop, run: Run, means: OrdersMeans): Promise<Advance> {
  const progress = OrdersProgress.parse(run.progress);
  const [segment] = progress.segments;
  if (!segment) return { run: await conclude(run, means), next: 'succeeded' };

  const page = await readPage(shop, run, progress, means);
  if ('progress' in page) return { run: { ...run, progress: page.progress }, next: 'more' };

  const { datasets, settled } =
    progress.datasets.groups.length > 0 ? afterSuccess(progress.datasets) : { ...progress, settled: true };
  if (!settled) return { run: { ...run, progress: { ...progress, datasets } }, next: 'more' };

  const stored = await storePage({ shop, run, orders: page.orders }, means);
  const next = afterPage(segment, stored.times, page.nextToken);
  const left = next.paginationToken === undefined ? progress.segments.slice(1) : [next, ...progress.segments.slice(1)];
  const echoedUntil = smaller(progress.echoedUntil, echoBelow(page, segment.before));
  const read = countPage(run, stored);
  const after: Run = {
    ...read,
    reachedUntil: smaller(run.endTime, echoedUntil),
    progress: {
      ...progress,
      datasets,
      segments: left,
      echoedUntil,
      toDeliver: [...progress.toDeliver, ...stored.undelivered],
    },
  };
  return { run: await deliver(after, means), next: 'more' };
}

/** One page; or, where Amazon refuses to give it, the progress that says what to ask for instead. */
async function readPage(
  shop: Shop,
  run: Run,
  progress: OrdersProgress,
  means: OrdersMeans,
): Promise<OrdersPage | { progress: OrdersProgress }> {
  const [segment] = progress.segments;
  if (!segment) return { progress };
  try {
    return await searchOrders(
      {
        lastUpdatedAfter: segment.after,
        lastUpdatedBefore: segment.before,
        marketplaceIds: shop.marketplaceIds,
        includedData: askedData(progress.datasets),
        paginationToken: segment.paginationToken,
      },
      { spApi: means.spApi, lane: run.lane },
    );
  } catch (error) {
    if (!(error instanceof SpApiRejectedError)) throw error;
    if (segment.paginationToken !== undefined && error.facts.status === 400)
      return { progress: withoutDeadToken(run, progress, means) };
    const datasets =
      error.facts.status === 400 || error.facts.status === 403
        ? afterRefusal(progress.datasets, blamedBy(error))
        : undefined;
    if (!datasets) throw error;
    return { progress: { ...progress, datasets } };
  }
}

/** The datasets that Amazon's words blame; a bare 403 is about the buyer. */
function blamedBy(error: SpApiRejectedError) {
  const named = IncludedData.options.filter((dataset) => error.mentions(dataset));
  return named.length === 0 && error.facts.status === 403 ? PERSONAL : named;
}

/** The request was good without its page token: the token is dead. Its segment is cut anew. */
function withoutDeadToken(run: Run, progress: OrdersProgress, means: OrdersMeans): OrdersProgress {
  const [segment, ...others] = progress.segments;
  const cut = segment && recut(segment);
  if (!cut || progress.deadTokens >= MAX_DEAD_TOKENS) {
    throw new PageTokenError(
      `searchOrders: ${progress.deadTokens + 1} page tokens have died, the last one at ${segment?.lastTime ?? segment?.after}.`,
    );
  }
  means.log.warn('a page token is dead, its window is read anew', {
    runId: run.runId,
    windows: cut.map(({ after, before }) => ({ after, before })),
  });
  return { ...progress, segments: [...cut, ...others], deadTokens: progress.deadTokens + 1 };
}

const countPage = (run: Run, page: StoredPage): Run => ({
  ...run,
  read: run.read + page.read,
  stored: run.stored + page.stored,
  unchanged: run.unchanged + page.unchanged,
  quarantined: run.quarantined + page.quarantined.length,
  pii: added(run.pii, page.pii),
  notes: withNotes(run.notes, page.quarantined),
});

async function deliver(run: Run, { handOut }: OrdersMeans, all = false): Promise<Run> {
  const progress = OrdersProgress.parse(run.progress);
  const handedOut = await handOutGathered({ run, gathered: progress.toDeliver, all }, handOut);
  return { ...handedOut.run, progress: { ...progress, toDeliver: handedOut.gathered } };
}

async function conclude(run: Run, means: OrdersMeans): Promise<Run> {
  const all = await handOutLeftovers(await deliver(run, means, true), means.handOut);
  const { datasets } = OrdersProgress.parse(all.progress);
  const leftOut = datasets.refused.map(
    (dataset) =>
      `Amazon refuses this account the dataset ${dataset}; it was left out and is asked for again within a day.`,
  );
  const { withheld } = all.pii;
  const told = withheld
    ? [
        `Amazon withheld the buyer data of ${withheld} ${withheld === 1 ? 'order that waits' : 'orders that wait'} to be shipped.`,
      ]
    : [];
  return { ...all, notes: withNotes(all.notes, [...leftOut, ...told]) };
}

function rememberRefused(run: Run, { now }: OrdersMeans): RefusedData | undefined {
  const { datasets } = OrdersProgress.parse(run.progress);
  const probeAt = new Date(now() + PROBE_REFUSED_DATA_MS).toISOString();
  return rememberedRefusals(datasets, probeAt);
}

/** Amazon may have looked less far than it was asked to: then the run has not seen the rest. */
const echoBelow = ({ lastUpdatedBefore }: OrdersPage, asked: string) => {
  const echoed = lastUpdatedBefore === undefined ? undefined : new Date(lastUpdatedBefore);
  return echoed && !Number.isNaN(echoed.getTime()) && echoed.toISOString() < asked ? echoed.toISOString() : undefined;
};

function smaller(one: string | undefined, other: string | undefined): string | undefined {
  if (one === undefined || other === undefined) return one ?? other;
  return one < other ? one : other;
}
