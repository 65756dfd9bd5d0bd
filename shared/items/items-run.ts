import { handOutGathered } from '../delivery/run-hand-out.ts';
import type { DocumentToRead } from '../reports/documents/stored-document.ts';
import type { ReportSyncMeans } from '../reports/report-sync-means.ts';
import type { Run } from '../sync/run.ts';
import { withNotes } from '../sync/with-notes.ts';
import type { ItemStore } from './item-store.ts';
import { ItemsProgress, type Todo } from './items-progress.ts';

export interface ItemsMeans extends ReportSyncMeans {
  readonly items: ItemStore;
  readonly openKept: (
    document: { s3Key: string; contentType?: string | undefined; compression: 'gzip' | 'none' },
    of: { reportType: string; marketplaceId: string },
  ) => Promise<DocumentToRead>;
}

/** The run without its first todo; `then` comes in its place. */
export function afterTodo(run: Run, then: readonly Todo[] = []): Run {
  const progress = ItemsProgress.parse(run.progress);
  const after: ItemsProgress = {
    ...progress,
    todo: [...then, ...progress.todo.slice(1)],
    position: 0,
    reportId: undefined,
    quarantinedBefore: run.quarantined,
    page: undefined,
    deadTokens: 0,
  };
  return { ...run, progress: after };
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
