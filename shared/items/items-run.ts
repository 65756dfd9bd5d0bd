import { handOutGathered } from '../delivery/run-hand-out.ts';
import type { DocumentToRead } from '../reports/documents/stored-document.ts';
import type { ReportRecord } from '../reports/read-records.ts';
import type { ReportSyncMeans } from '../reports/report-sync-means.ts';
import type { Run } from '../sync/run.ts';
import { withNotes } from '../sync/with-notes.ts';
import type { ItemStore } from './item-store.ts';
import { ItemsProgress, type MarketplaceMemory, type Todo } from './items-progress.ts';

export interface ItemsMeans extends ReportSyncMeans {
  readonly items: ItemStore;
  readonly openKept: (
    document: { s3Key: string; contentType?: string | undefined; compression: 'gzip' | 'none' },
    of: { reportType: string; marketplaceId: string },
  ) => Promise<DocumentToRead>;
}

/** Rows of a report that cannot be stored, with the reason. */
export type Misfits = { readonly record: ReportRecord; readonly reason: string }[];

/** The run without its first todo; `next` comes in its place. */
export function afterTodo(run: Run, next: readonly Todo[] = []): Run {
  const progress = ItemsProgress.parse(run.progress);
  return withTodo(run, [...next, ...progress.todo.slice(1)]);
}

/** The run with another todo in front, of whose document or pages nothing has been read. */
export const withTodo = (run: Run, todo: readonly Todo[]): Run => {
  const after: ItemsProgress = {
    ...ItemsProgress.parse(run.progress),
    todo: [...todo],
    position: 0,
    reportId: undefined,
    quarantinedBefore: run.quarantined,
    page: undefined,
    deadTokens: 0,
  };
  return { ...run, progress: after };
};

/** What the schedule is to remember of a marketplace, beside what it knows. */
export function remembering(run: Run, marketplaceId: string, more: MarketplaceMemory): Run {
  const progress = ItemsProgress.parse(run.progress);
  const memory = { ...progress.memory, [marketplaceId]: { ...progress.memory[marketplaceId], ...more } };
  return { ...run, progress: { ...progress, memory } };
}

/** The run whose first todo's listings or stock have been read to the end; `next` comes in its place. */
export function afterReading(
  run: Run,
  { marketplaceId, what }: { marketplaceId: string; what: 'listings' | 'stock' },
  { now, next }: { now: () => number; next?: readonly Todo[] },
): Run {
  const { readAt } = ItemsProgress.parse(run.progress).memory[marketplaceId] ?? {};
  const at = { ...readAt, [what]: new Date(now()).toISOString() };
  return afterTodo(remembering(run, marketplaceId, { readAt: at }), next);
}

export const noted = (run: Run, note: string): Run => ({ ...run, notes: withNotes(run.notes, [note]) });

/** Stored and unchanged add up to what was read, also where a report names a SKU twice. */
export function tallied(saved: readonly { key: string; verdict: string; undelivered: boolean }[], read: number) {
  const stored = saved.filter(({ verdict }) => verdict === 'stored').length;
  return {
    stored,
    unchanged: read - stored,
    undelivered: saved.filter(({ undelivered }) => undelivered).map(({ key }) => key),
  };
}

export async function deliver(run: Run, { handOut }: Pick<ItemsMeans, 'handOut'>, all = false): Promise<Run> {
  const progress = ItemsProgress.parse(run.progress);
  const handedOut = await handOutGathered({ run, gathered: progress.toDeliver, all }, handOut);
  return { ...handedOut.run, progress: { ...progress, toDeliver: handedOut.gathered } };
}
