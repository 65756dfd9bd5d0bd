import { performance } from 'node:perf_hooks';
import { S3Client } from '@aws-sdk/client-s3';
import * as z from 'zod/mini';
import { openStoredDocument } from '../../shared/reports/documents/stored-document.ts';
import { readRecords } from '../../shared/reports/read-records.ts';
import { awsConnection } from '../support/aws-connection.ts';
import { startItemsHouse } from '../support/report-houses.ts';
import type { SyncHouse, SyncStory } from '../support/sync-house.ts';

/** Unless `--ingest-rows` says otherwise: the embedded store takes some milliseconds of the same core for each row. */
const ROWS = 5000;
/** How long an invocation lasts where there are many short ones. */
const SHORT_MS = 3000;
/** A run begins nothing new when this is left; see `shared/sync/carry-on.ts`. */
const TIME_FOR_A_STRETCH_MS = 75_000;

/**
 * Ingests a listings report through the items sync into the embedded store: once in one invocation, once in many short
 * ones, and its document read alone for the share of it. Everything but Lambda is real; the store runs in this process.
 */
export async function benchIngest({ ingestRows: rows = ROWS }: { ingestRows?: number | undefined }): Promise<void> {
  const house = await startItemsHouse();
  const table: Record<string, Record<string, string>> = {};
  try {
    for (const [name, lastsMs] of [
      ['one invocation', Number.POSITIVE_INFINITY],
      ['many short ones', SHORT_MS],
    ] as const) {
      const story = await house.story({ seller: { listings: rows }, speed: 1 });
      // One page of stock: the pace of its pages is Amazon's, not ours.
      story.amazon.faults.inventory.pageSize = rows;
      const means = story.means({ timeLeftMs: invocationsOf(lastsMs) });
      const startedAt = performance.now();
      const { runId = '' } = await story.start({}, means);
      await story.carryOn(means);
      const seconds = (performance.now() - startedAt) / 1000;
      const run = await story.runs.find(story.scheduleId, runId);
      if (run?.outcome !== 'succeeded') throw new Error(`The run ended ${run?.outcome}: ${run?.error?.message}`);
      const alone = await readAlone(story, house);
      table[name] = {
        seconds: seconds.toFixed(1),
        'rows / s': Math.round(rows / seconds).toLocaleString('en'),
        'decode and parse alone': `${alone.toFixed(2)} s, ${((100 * alone) / seconds).toFixed(1)} %`,
        invocations: String(run.step),
        'calls to Amazon': String(Object.values(run.calls).reduce((sum, count) => sum + count, 0)),
        'peak RSS': `${Math.round(process.resourceUsage().maxRSS / 1024)} MB`,
      };
    }
  } finally {
    await house.stop();
  }
  console.log(
    `\nWhole ingest of ${rows.toLocaleString('en')} listings into the embedded store, handed out in batches of 50:`,
  );
  console.table(table);
}

/** Time that is left, asked by one invocation after another. */
function invocationsOf(lastsMs: number): () => number {
  let endsAt = performance.now() + lastsMs;
  let askedTooLate = 0;
  return () => {
    const left = endsAt - performance.now();
    if (left > 0) return TIME_FOR_A_STRETCH_MS + Math.min(left, 200_000);
    askedTooLate += 1;
    // The hand-out asks too: one of these is the run's, which ends the invocation.
    if (askedTooLate % 3 === 0) endsAt = performance.now() + lastsMs;
    return TIME_FOR_A_STRETCH_MS - 1;
  };
}

const LedgerRow = z.object({
  reportKey: z.string(),
  document: z.object({ s3Key: z.string(), compression: z.enum(['gzip', 'none']), contentType: z.optional(z.string()) }),
});

/** Seconds that it takes to read the listings' document, and do nothing with it. */
async function readAlone(story: SyncStory, house: SyncHouse): Promise<number> {
  const reportType = 'GET_MERCHANT_LISTINGS_ALL_DATA';
  const rows = (await story.rows('reports')).flatMap((row) => LedgerRow.safeParse(row).data ?? []);
  const document = rows.find(({ reportKey }) => reportKey.startsWith(reportType))?.document;
  if (!document) throw new Error('The ledger knows no listings document.');
  const s3 = new S3Client({ ...awsConnection(house.sqs.endpoint), forcePathStyle: true });
  try {
    const startedAt = performance.now();
    const content = await openStoredDocument(document.s3Key, { s3, bucket: 'documents' });
    for await (const _ of readRecords({ ...document, content, reportType }));
    return (performance.now() - startedAt) / 1000;
  } finally {
    s3.destroy();
  }
}
