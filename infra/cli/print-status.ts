import type { ShopStatus, Status, SyncStatus } from './read-status.ts';
import { toTable } from './table.ts';

/** How a stage stands, for people: a table, and a line for everything that wants a hand. */
export function toStatusText({ shops, queued }: Status): string {
  if (shops.length === 0) return 'No shops yet. Start with azi run, or add one with azi shop add.';
  const rows = shops.flatMap((shop) => shop.syncs.map((sync) => toRow(shop, sync)));
  const waiting = Object.entries(queued)
    .filter(([, count]) => count > 0)
    .map(([sync, count]) => `${count} ${count === 1 ? 'batch waits' : 'batches wait'} in the queue of ${sync}.`);
  return [toTable(HEAD, rows), [...shops.flatMap(toRemarks), ...waiting].join('\n')]
    .filter((part) => part !== '')
    .join('\n\n');
}

const HEAD = ['shop', 'sync', 'up to (UTC)', 'age', 'last run', 'now', 'undelivered', 'dead letters'] as const;

const toRow = ({ shopId, paused, syncs }: ShopStatus, sync: SyncStatus) => [
  shopId,
  nameOf(sync, syncs),
  sync.cursor === null ? (sync.lastRun ? 'nothing yet' : 'never run') : sync.cursor.slice(0, 16).replace('T', ' '),
  sync.ageSeconds === null ? '' : toAge(sync.ageSeconds),
  sync.lastRun?.outcome ?? '',
  sync.running.length > 0 ? 'running' : paused || !sync.enabled ? 'paused' : sync.expression,
  String(sync.undelivered),
  String(sync.deadLetters),
];

/** By its schedule too, where a shop has more than one of the sync. */
const nameOf = ({ sync, scheduleId }: SyncStatus, syncs: readonly SyncStatus[]) =>
  syncs.filter((each) => each.sync === sync).length > 1 ? `${sync} (${scheduleId})` : sync;

function toRemarks({ shopId, downstream, paused, syncs, ...shop }: ShopStatus): string[] {
  return [
    ...(paused
      ? [
          `${shopId} is paused since ${paused.since} (${paused.reason}); it is asked again at ${paused.probeAt}. azi sync asks now.`,
        ]
      : []),
    ...(downstream === 'none'
      ? [`${shopId} has no downstream URL: its records are stored, and wait. Give one with azi shop add.`]
      : []),
    ...(shop.downstreamAwayUntil
      ? [
          `${shopId}: downstream ${downstream} does not take batches (${shop.downstreamAwayReason ?? 'no answer'}); it is tried again by ${shop.downstreamAwayUntil}.`,
        ]
      : []),
    ...syncs.flatMap((sync) =>
      sync.lastRun?.error
        ? [
            `${shopId} ${nameOf(sync, syncs)}: ${sync.lastRun.error.name}: ${sync.lastRun.error.message} ${sync.lastRun.error.cure}`,
          ]
        : [],
    ),
    ...(syncs.some(({ deadLetters }) => deadLetters > 0)
      ? [`${shopId} has dead letters: azi dead-letters list shows them.`]
      : []),
  ];
}

function toAge(seconds: number): string {
  if (seconds < 120) return `${seconds} s`;
  if (seconds < 2 * 3600) return `${Math.round(seconds / 60)} min`;
  return seconds < 2 * 86_400 ? `${Math.round(seconds / 3600)} h` : `${Math.round(seconds / 86_400)} days`;
}
