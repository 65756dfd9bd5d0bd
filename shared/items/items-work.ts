import { handOutLeftovers } from '../delivery/run-hand-out.ts';
import type { Shop } from '../shops/shop.ts';
import type { Run } from '../sync/run.ts';
import type { Schedule } from '../sync/schedule.ts';
import type { Advance, StretchMeans, SyncWork } from '../sync/sync-work.ts';
import { goThroughTodo } from './go-through-todo.ts';
import { ItemsMemory, ItemsProgress } from './items-progress.ts';
import { deliver, type ItemsMeans } from './items-run.ts';
import { readStock } from './read-stock.ts';
import { takeGone } from './take-gone.ts';
import { takeListings } from './take-listings.ts';
import { takeStockReport } from './take-stock-report.ts';

/**
 * Items of one marketplace after another: its listings by report, those that are gone, its stock. A marketplace that must
 * wait, or fails, holds up no other; what was left the last time comes first.
 */
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
  const memory = ItemsMemory.safeParse(schedule.memory).data ?? {};
  const leftSince = (marketplaceId: string) => {
    const { listings = '', stock = '' } = memory[marketplaceId]?.readAt ?? {};
    return listings < stock ? listings : stock;
  };
  const marketplaceIds = shop.marketplaceIds.toSorted((one, other) => leftSince(one).localeCompare(leftSince(other)));
  return {
    todo: marketplaceIds.flatMap((marketplaceId) => [
      { marketplaceId, stage: 'listings' },
      { marketplaceId, stage: 'stock' },
    ]),
    position: 0,
    quarantinedBefore: 0,
    toDeliver: [],
    deadTokens: 0,
    memory,
  };
}

function advance(shop: Shop, run: Run, means: ItemsMeans & StretchMeans): Promise<Advance> {
  return goThroughTodo(
    run,
    {
      take: (reached, todo, stretch) => TAKE[todo.stage](shop, reached, todo, { ...means, ...stretch }),
      done: async () => ({
        ...(await handOutLeftovers(await deliver(run, means, true), means.handOut)),
        reachedUntil: run.endTime,
      }),
    },
    means,
  );
}

const TAKE = {
  listings: takeListings,
  gone: takeGone,
  stock: readStock,
  'stock-report': takeStockReport,
} as const;
