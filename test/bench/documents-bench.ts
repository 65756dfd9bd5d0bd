import { execFile } from 'node:child_process';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import * as z from 'zod/mini';
import { type Encoding, type Language, writeListingsReport } from './listings-report.ts';
import { MEASURES } from './measures.ts';

const Measured = z.object({ rows: z.number(), seconds: z.number(), cpuSeconds: z.number(), peakMb: z.number() });

const REPORTS: readonly { language: Language; encoding: Encoding }[] = [
  { language: 'ja', encoding: 'shift_jis' },
  { language: 'ja', encoding: 'utf-8' },
  { language: 'en', encoding: 'utf-8' },
];

/**
 * Decodes and parses a listings report beside csv-parse on the same bytes. Each measure has a process of its own, so
 * that its peak memory is its own; `rows / CPU s` is what one core does, whatever else the machine is busy with.
 */
export async function benchDocuments({ rows }: { rows: number }): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'azi-bench-'));
  try {
    const script = await bundleMeasure(folder);
    for (const report of REPORTS) await benchReport({ ...report, rows, path: join(folder, 'report.gz'), script });
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function benchReport(report: {
  language: Language;
  encoding: Encoding;
  rows: number;
  path: string;
  script: string;
}) {
  const { language, encoding, rows, path, script } = report;
  const bytes = await writeListingsReport(path, report);
  const packed = (await stat(path)).size;
  console.log(
    `\nListings report, ${rows.toLocaleString('en')} rows × 29 columns, ${language} in ${encoding}: ` +
      `${mb(bytes)}, gzip ${mb(packed)}, ${(bytes / rows).toFixed(0)} bytes a row`,
  );
  const results: { name: string; perCpuSecond: number }[] = [];
  const table: Record<string, Record<string, string>> = {};
  for (const name of Object.keys(MEASURES)) {
    const { seconds, cpuSeconds, peakMb, ...measured } = await measure({ script, name, path, encoding });
    if (measured.rows !== rows) throw new Error(`${name} found ${measured.rows} rows of ${rows}.`);
    results.push({ name, perCpuSecond: rows / cpuSeconds });
    table[name] = {
      seconds: seconds.toFixed(2),
      'rows / s': Math.round(rows / seconds).toLocaleString('en'),
      'rows / CPU s': Math.round(rows / cpuSeconds).toLocaleString('en'),
      'peak RSS': `${peakMb.toFixed(0)} MB`,
    };
  }
  console.table(table);
  const speedOf = (name: string) => results.find((result) => result.name === name)?.perCpuSecond ?? Number.NaN;
  const ratio = (one: string, other: string) => `${(speedOf(one) / speedOf(other)).toFixed(1)} ×`;
  console.log(`Rows per CPU second: ${ratio('readRows', 'csv-parse')} csv-parse, aim 4 ×.`);
  console.log(`As objects by column: ${ratio('readRows, objects', 'csv-parse, objects')} csv-parse.`);
}

const mb = (count: number) => `${(count / 1e6).toFixed(0)} MB`;

/** Bundled as a function is for Lambda: else the memory that Node takes to read TypeScript would be measured too. */
async function bundleMeasure(folder: string): Promise<string> {
  const outfile = join(folder, 'measure.mjs');
  const entry = join(import.meta.dirname, 'measure.ts');
  await build({ entryPoints: [entry], bundle: true, platform: 'node', format: 'esm', target: 'node24', outfile });
  return outfile;
}

async function measure({
  script,
  name,
  path,
  encoding,
}: Record<'script' | 'name' | 'path', string> & { encoding: Encoding }) {
  const { stdout } = await promisify(execFile)(process.execPath, [script, name, path, encoding]);
  return Measured.parse(JSON.parse(stdout));
}
