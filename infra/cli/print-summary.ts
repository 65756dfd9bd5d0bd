import { styleText } from 'node:util';
import type { RunReport } from '../../shared/sync/run-report.ts';
import type { RunEntry } from './run-entry.ts';
import { toShippedLines } from './shipped-orders.ts';
import { toUndeliveredText, type Undelivered } from './wait-for-deliveries.ts';
import type { Received } from './webhook-receiver.ts';

/** What the summary is made from. */
export interface Summary {
  readonly entries: readonly RunEntry[];
  readonly undelivered: Undelivered | undefined;
  /** What the built-in receiver took from each shop; absent where another downstream was given. */
  readonly received: ReadonlyMap<string, Received>;
  /** Shops without a URL to deliver to. */
  readonly silent: readonly string[];
  readonly colored: boolean;
}

/** What happened, in words that a seller understands. */
export function toSummary(summary: Summary): string {
  const paint = painter(summary.colored);
  const blocks = summary.entries.map((entry) => toBlock(entry, summary, paint));
  return [...blocks, toEnding(summary, paint)].filter((block) => block !== '').join('\n\n');
}

type Paint = ReturnType<typeof painter>;

/** Colours only where the screen shows them; the caller knows. */
const painter =
  (colored: boolean) =>
  (format: 'bold' | 'green' | 'red' | 'yellow' | 'dim', text: string): string =>
    colored ? styleText(format, text, { validateStream: false }) : text;

function toBlock(entry: RunEntry, summary: Summary, paint: Paint): string {
  const { report, resumed, durationMs } = entry;
  const { shopId, sync, outcome } = report;
  const title = `${paint('bold', `${shopId} · ${sync}`)}  ${toOutcome(outcome, paint)} ${inTime(durationMs)}${resumed ? ' (carried on from an interrupted command)' : ''}`;
  const rows = outcome === 'skipped' || report.window === null ? [] : toRows(report, summary);
  const shipped = toShippedLines(entry.shipped ?? [], shopId).map((line) => ['shipped', line] as const);
  const notes = report.notes.map((note) => ['note', note] as const);
  const error = report.error
    ? ([
        ['error', `${report.error.name}: ${report.error.message}`],
        ['cure', report.error.cure],
      ] as const)
    : [];
  return [
    title,
    ...[...rows, ...shipped, ...notes, ...error].map(([label, text]) => `  ${paint('dim', label.padEnd(10))} ${text}`),
  ].join('\n');
}

function toRows(report: RunReport, { received, silent }: Summary): (readonly [string, string])[] {
  const { shopId, window, read, stored, unchanged, quarantined, batches, delivered, deadLettered, calls } = report;
  const total = Object.values(calls).reduce((sum, count) => sum + count, 0);
  const receiver = received.get(shopId);
  return [
    ...(window ? ([['window', `${minutes(window.startTime)} to ${minutes(window.endTime)} UTC`]] as const) : []),
    [
      'read',
      `${count(read, ...(NOUN[report.sync] ?? ['record']))} in ${count(total, 'call')} to Amazon${total > 0 ? ` (${toList(calls)})` : ''}`,
    ],
    [
      'stored',
      `${stored} new or changed, ${unchanged} unchanged${quarantined > 0 ? `, ${quarantined} set aside in quarantine` : ''}`,
    ],
    ['sent', `${count(batches, 'batch', 'batches')} downstream`],
    ...(silent.includes(shopId)
      ? ([['received', 'nothing: the shop has no downstream URL, its records wait']] as const)
      : ([
          [
            'received',
            `${count(delivered, 'record')}${deadLettered > 0 ? `, ${deadLettered} refused and kept as dead letters` : ''}${receiver && delivered > 0 ? ' · by the built-in receiver, signatures verified' : ''}`,
          ],
        ] as const)),
    ...(Object.keys(report.pii).length > 0 ? ([['buyers', toList(report.pii)]] as const) : []),
  ];
}

/** What is read, in the singular and, where that has no plain s, in the plural. */
const NOUN: Record<string, [one: string, many?: string]> = {
  orders: ['order'],
  returns: ['return'],
  // An item is handed on as one record with its stock, and read as two.
  items: ['row of listings and stock', 'rows of listings and stock'],
  'fulfillment-outbound': ['order'],
};

function toEnding({ entries, undelivered, silent }: Summary, paint: Paint): string {
  const lines: string[] = [];
  if (undelivered) {
    lines.push(
      paint(
        'red',
        `Not everything arrived: ${toUndeliveredText(undelivered)}. Downstream did not take it within a minute.`,
      ),
      'Nothing is lost: they are kept and sent by the next azi run or azi up. azi status shows what waits.',
    );
  }
  const dead = entries.reduce((sum, { report }) => sum + report.deadLettered, 0);
  if (dead > 0)
    lines.push(
      `${paint('red', 'Dead letters')}: ${count(dead, 'record')} refused by downstream. See azi dead-letters list.`,
    );
  if (silent.length > 0)
    lines.push(`No downstream URL: ${silent.join(', ')}. Give one with --downstream URL or azi shop add.`);
  const succeeded = entries.filter(({ report }) => report.outcome === 'succeeded');
  if (succeeded.length > 0 && succeeded.length === entries.length) lines.push(secondRun(succeeded, paint));
  return lines.join('\n');
}

function secondRun(entries: readonly RunEntry[], paint: Paint): string {
  const changed = entries.reduce((sum, { report }) => sum + report.stored, 0);
  const received = entries.reduce((sum, { report }) => sum + report.delivered, 0);
  if (changed === 0 && received > 0) {
    return paint('dim', 'Nothing had changed at Amazon since the run before; what was still to be sent was sent.');
  }
  if (changed === 0) return paint('dim', 'Nothing had changed since the run before: nothing was stored, nothing sent.');
  return paint(
    'dim',
    'A second run stores and sends only what has changed at Amazon since this one: where nothing has, nothing.',
  );
}

const OUTCOME = {
  succeeded: ['green', 'succeeded'],
  failed: ['red', 'failed'],
  skipped: ['yellow', 'skipped'],
  waiting: ['yellow', 'waits for a decision'],
} as const;

const toOutcome = (outcome: RunReport['outcome'], paint: Paint) => paint(OUTCOME[outcome][0], OUTCOME[outcome][1]);

const inTime = (ms: number) => (ms < 120_000 ? `in ${(ms / 1000).toFixed(1)} s` : `in ${Math.round(ms / 60_000)} min`);

const count = (number: number, one: string, many = `${one}s`) => `${number} ${number === 1 ? one : many}`;

const toList = (counts: Record<string, number>) =>
  Object.entries(counts)
    .map(([name, number]) => `${name} ${number}`)
    .join(', ');

const minutes = (moment: string) => moment.slice(0, 16).replace('T', ' ');
