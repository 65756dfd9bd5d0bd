import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import * as z from 'zod/mini';

const COMMAND = fileURLToPath(new URL('../../infra/cli/azi.mjs', import.meta.url));

/** Runs in the command's process: tells, as it ends, the most memory that it has had. */
const TELL_PEAK = `data:text/javascript,${encodeURIComponent(
  "process.on('exit', () => process.stderr.write(`\\npeak ${process.resourceUsage().maxRSS}`))",
)}`;

const Answer = z.object({
  runs: z.tuple([
    z.looseObject({
      outcome: z.literal('succeeded'),
      stored: z.number(),
      delivered: z.number(),
      calls: z.record(z.string(), z.number()),
    }),
  ]),
});

/**
 * `azi run orders` for a tenth of the orders and for all of them, each in a process and a state directory of its own: simulated
 * Amazon, tables, queues, functions and receiver together. Memory is flat where ten times the orders take no more.
 */
export async function benchOrders({ orders }: { orders: number }): Promise<void> {
  const table: Record<string, Record<string, string>> = {};
  for (const count of [Math.ceil(orders / 10), orders]) {
    const { seconds, answer, peakKb } = await runOrders(count);
    const [{ stored, delivered, calls }] = answer.runs;
    table[count.toLocaleString('en')] = {
      seconds: seconds.toFixed(1),
      'orders / s': Math.round(stored / seconds).toLocaleString('en'),
      stored: String(stored),
      delivered: String(delivered),
      searchOrders: String(calls.searchOrders),
      'peak RSS': `${Math.round(peakKb / 1024)} MB`,
    };
  }
  console.log('\nazi run orders --speed 1000, everything in one process, the start of the stack included:');
  console.table(table);
}

async function runOrders(count: number) {
  const directory = await mkdtemp(join(tmpdir(), 'azi-bench-'));
  const flags = ['--simulated-orders', String(count), '--speed', '1000', '--json', '--state', join(directory, 'state')];
  const startedAt = performance.now();
  try {
    const { stdout, stderr } = await promisify(execFile)(
      process.execPath,
      ['--max-semi-space-size=8', '--import', TELL_PEAK, COMMAND, 'run', 'orders', ...flags],
      { env: { ...process.env, XDG_CONFIG_HOME: join(directory, 'config') }, maxBuffer: 64 * 1024 * 1024 },
    );
    const seconds = (performance.now() - startedAt) / 1000;
    const [, peakKb] = /peak (\d+)\s*$/.exec(stderr) ?? [];
    return { seconds, answer: Answer.parse(JSON.parse(stdout)), peakKb: Number(peakKb) };
  } finally {
    await rm(directory, { recursive: true, force: true, maxRetries: 5 });
  }
}
