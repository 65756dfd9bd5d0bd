import type { Shop } from '../shops/shop.ts';
import { getInventorySummaries } from '../sp-api/fba-inventory-v1/get-inventory-summaries.ts';
import { SpApiRejectedError } from '../sp-api/sp-api-error.ts';
import type { Run } from '../sync/run.ts';
import type { Advance, StretchMeans } from '../sync/sync-work.ts';
import { before, OVERLAP_MS } from '../sync/window.ts';
import { withNotes } from '../sync/with-notes.ts';
import { afterReading, afterTodo, deliver, type ItemsMeans, remembering, tallied } from './items-run.ts';
import { ItemsProgress, type Todo } from './items-progress.ts';
import { type Stock, toStock } from './stock.ts';

/** Deltas show no change of inbound quantities: all stock is read once a day. */
const SWEEP_EVERY_MS = 24 * 60 * 60_000;
/** Amazon ends a page token after 30 seconds; the rest is for the way. */
const TOKEN_LIVES_MS = 25_000;
/** So often reading begins again from the first page; then the report must do. */
const MAX_DEAD_TOKENS = 2;

/**
 * Reads the stock of a marketplace: what changed since the cursor, or all of it once a day. Pages follow one another in
 * this invocation, because a token dies in thirty seconds; when time is up the next one goes on at once. A dead
 * token means the first page again; after two, the inventory report.
 *
 * A SKU that a full sweep no longer names keeps its last quantities: Amazon says nowhere whether an answer without
 * `startDateTime` lists every SKU that was ever in its warehouses, so its absence is no proof that nothing is left of it.
 */
export async function readStock(shop: Shop, run: Run, todo: Todo, means: ItemsMeans & StretchMeans): Promise<Advance> {
  const { marketplaceId } = todo;
  let reached = run;
  for (;;) {
    const progress = ItemsProgress.parse(reached.progress);
    const nextToken = aliveToken(progress, means);
    const startDateTime = progress.page ? progress.page.startDateTime : startOf(run, marketplaceId, means);
    if (progress.page && nextToken === undefined) return { run: afterDeadToken(reached, todo), next: 'more' };
    // Before it is asked for: the answer is no older.
    const readAt = (await means.spApi.now()).toISOString();
    let page: Awaited<ReturnType<typeof getInventorySummaries>>;
    try {
      page = await getInventorySummaries(
        { marketplaceId, ...(startDateTime && { startDateTime }), ...(nextToken !== undefined && { nextToken }) },
        { spApi: means.spApi, lane: run.lane },
      );
    } catch (error) {
      const dead = error instanceof SpApiRejectedError && error.facts.status === 400 && nextToken !== undefined;
      if (!dead) throw error;
      return { run: afterDeadToken(reached, todo), next: 'more' };
    }
    const givenAt = new Date(means.now()).toISOString();
    const stored = await storePage(shop, reached, { page: page.inventorySummaries, marketplaceId, readAt }, means);
    if (page.nextToken === undefined) {
      const swept = startDateTime ? stored : remembering(stored, marketplaceId, { sweptAt: run.startedAt });
      return { run: afterReading(swept, { marketplaceId, what: 'stock' }, means), next: 'more' };
    }
    // Each page is kept: what throttles or fails later must not begin it all again.
    reached = await means.checkpoint({
      ...stored,
      progress: {
        ...ItemsProgress.parse(stored.progress),
        page: { nextToken: page.nextToken, givenAt, startDateTime },
      },
    });
    if (means.timeIsUp()) return { run: reached, next: 'more' };
  }
}

/** Undefined: all of it. An override asks from its start, a run that carries on from its cursor. */
function startOf(run: Run, marketplaceId: string, { now }: ItemsMeans): string | undefined {
  const sweptAt = ItemsProgress.parse(run.progress).memory[marketplaceId]?.sweptAt;
  const due = sweptAt === undefined || now() - Date.parse(sweptAt) >= SWEEP_EVERY_MS;
  return due || !run.overlaps ? undefined : before(run.startTime, OVERLAP_MS);
}

const aliveToken = ({ page }: ItemsProgress, { now }: ItemsMeans) =>
  page && now() - Date.parse(page.givenAt) < TOKEN_LIVES_MS ? page.nextToken : undefined;

function afterDeadToken(run: Run, { marketplaceId }: Todo): Run {
  const progress = ItemsProgress.parse(run.progress);
  const deadTokens = progress.deadTokens + 1;
  if (deadTokens < MAX_DEAD_TOKENS) return { ...run, progress: { ...progress, page: undefined, deadTokens } };
  const note = `The inventory pages of ${marketplaceId} died twice; its stock is taken from the inventory report.`;
  return afterTodo({ ...run, notes: withNotes(run.notes, [note]) }, [{ marketplaceId, stage: 'stock-report' }]);
}

async function storePage(
  shop: Shop,
  run: Run,
  { page, marketplaceId, readAt }: { page: readonly unknown[]; marketplaceId: string; readAt: string },
  means: ItemsMeans & StretchMeans,
): Promise<Run> {
  const stocks = new Map<string, Stock>();
  const notes: string[] = [];
  for (const summary of page) {
    const stock = toStock(summary, { marketplaceId, readAt });
    if (stock) stocks.set(stock.key, stock);
    else
      notes.push(
        `Stock without a readable SKU or quantity lies in quarantine: ${await means.quarantine.put({ shopId: shop.shopId, content: summary })}`,
      );
  }
  const saved = tallied(await means.items.saveStock(shop.shopId, [...stocks.values()]), page.length - notes.length);
  const progress = ItemsProgress.parse(run.progress);
  return deliver(
    {
      ...run,
      read: run.read + page.length,
      stored: run.stored + saved.stored,
      unchanged: run.unchanged + saved.unchanged,
      quarantined: run.quarantined + notes.length,
      notes: withNotes(run.notes, notes),
      progress: { ...progress, toDeliver: [...progress.toDeliver, ...saved.undelivered] },
    },
    means,
  );
}
