import { performance } from 'node:perf_hooks';
import { startItemsHouse } from '../support/report-houses.ts';

/** Unless `--ingest-rows` says otherwise: the embedded store takes some milliseconds of the same core for each row. */
const ROWS = 5000;

/**
 * Ingests a listings report through the items sync into the embedded store: once in one invocation, once in many that
 * have time for two thousand rows each. Everything but Lambda is real; the store runs in this process and takes its share.
 */
export async function benchIngest({ ingestRows: rows = ROWS }: { ingestRows?: number | undefined }): Promise<void> {
  const house = await startItemsHouse();
  const table: Record<string, Record<string, string>> = {};
  try {
    for (const [name, stretches] of [
      ['one invocation', Infinity],
      ['many short ones', 4],
    ] as const) {
      const story = await house.story({ seller: { listings: rows }, speed: 1 });
      // One page of stock: the pace of its pages is Amazon's, not ours.
      story.amazon.faults.inventory.pageSize = rows;
      let asks = 0;
      const timeLeftMs = () => ((asks += 1) % stretches === 0 ? 1000 : 300_000);
      const startedAt = performance.now();
      const { runId = '' } = await story.start({}, story.means({ timeLeftMs }));
      await story.carryOn(story.means({ timeLeftMs }));
      const seconds = (performance.now() - startedAt) / 1000;
      const run = await story.runs.find(story.scheduleId, runId);
      if (run?.outcome !== 'succeeded') throw new Error(`The run ended ${run?.outcome}: ${run?.error?.message}`);
      table[name] = {
        seconds: seconds.toFixed(1),
        'rows / s': Math.round(rows / seconds).toLocaleString('en'),
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
