import { handOutLeftovers } from '../delivery/run-hand-out.ts';
import type { Shop } from '../shops/shop.ts';
import type { Run } from '../sync/run.ts';
import type { Schedule } from '../sync/schedule.ts';
import type { Advance, StretchMeans, SyncWork } from '../sync/sync-work.ts';
import { ItemsMemory, ItemsProgress } from './items-progress.ts';
import { deliver, type ItemsMeans } from './items-run.ts';
import { readStock } from './read-stock.ts';
import { takeGone } from './take-gone.ts';
import { takeListings } from './take-listings.ts';
import { takeStockReport } from './take-stock-report.ts';

/** Items of one marketplace after another: its listings by report, those that are gone, its stock. */
export function itemsWork(shop: Shop, means: ItemsMeans): SyncWork {
  return {
    sync: 'items',
    amazonNow: () => means.spApi.now(),
    begin: (_run, schedule) => beginItems(shop, schedule),
    advance: (run, stretch) => advance(shop, run, { ...means, ...stretch }),
    settle: (run) => deliver(run, means, true),
    // Also of a run that failed: what it has seen of one marketplace holds, whatever became of another.
    memory: (run) => ItemsProgress.parse(run.progress).memory,
  };
}

function beginItems(shop: Shop, schedule: Schedule): ItemsProgress {
  const todo = shop.marketplaceIds.flatMap((marketplaceId) =>
    (['listings', 'stock'] as const).map((stage) => ({ marketplaceId, stage })),
  );
  return {
    todo,
    position: 0,
    quarantinedBefore: 0,
    toDeliver: [],
    deadTokens: 0,
    memory: ItemsMemory.safeParse(schedule.memory).data ?? {},
  };
}

async function advance(shop: Shop, run: Run, means: ItemsMeans & StretchMeans): Promise<Advance> {
  const [todo] = ItemsProgress.parse(run.progress).todo;
  if (!todo) {
    const delivered = await handOutLeftovers(await deliver(run, means, true), means.handOut);
    return { run: { ...delivered, reachedUntil: run.endTime }, next: 'succeeded' };
  }
  switch (todo.stage) {
    case 'listings':
      return takeListings(shop, run, todo, means);
    case 'gone':
      return takeGone(shop, run, todo, means);
    case 'stock':
      return readStock(shop, run, todo, means);
    case 'stock-report':
      return takeStockReport(shop, run, todo, means);
  }
}
