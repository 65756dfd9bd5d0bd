import { createReadStream } from 'node:fs';
import { createGunzip } from 'node:zlib';
import { parse, type Options } from 'csv-parse';
import { readRows } from '../../shared/reports/documents/read-rows.ts';
import type { Encoding } from './listings-report.ts';

interface Measure {
  readonly path: string;
  readonly encoding: Encoding;
}

/** Every measure reads the whole file and returns how many rows it has found. */
export const MEASURES = {
  'gunzip alone': gunzipAlone,
  readRows: (measure: Measure) => ours(measure, { objects: false }),
  'readRows, objects': (measure: Measure) => ours(measure, { objects: true }),
  'csv-parse': (measure: Measure) => csvParse(measure, { columns: false }),
  'csv-parse, objects': (measure: Measure) => csvParse(measure, { columns: true }),
} as const;

export const isMeasure = (name: string): name is keyof typeof MEASURES => name in MEASURES;

const LINE_FEED = 10;
/** Where `seller-sku` stands: looked at in every row, so that nobody may leave the work undone. */
const SELLER_SKU = 3;

async function gunzipAlone({ path }: Measure): Promise<number> {
  let lines = 0;
  const chunks: AsyncIterable<Buffer> = createReadStream(path).pipe(createGunzip({ chunkSize: 128 * 1024 }));
  for await (const chunk of chunks) {
    for (let at = chunk.indexOf(LINE_FEED); at >= 0; at = chunk.indexOf(LINE_FEED, at + 1)) lines += 1;
  }
  return lines - 1;
}

async function ours({ path, encoding }: Measure, { objects }: { objects: boolean }): Promise<number> {
  let rows = 0;
  let characters = 0;
  const document = {
    content: createReadStream(path),
    s3Key: path,
    compression: 'gzip',
    contentType: `text/plain; charset=${encoding}`,
    reportType: 'GET_MERCHANT_LISTINGS_ALL_DATA',
  } as const;
  for await (const batch of readRows(document)) {
    for (const row of batch.rows) {
      characters += (objects ? row.toFields()['sellerSku'] : row.cells[SELLER_SKU])?.length ?? 0;
    }
    rows += batch.rows.length;
  }
  if (characters < rows) throw new Error('Rows without a SKU.');
  return rows;
}

/** As fast as csv-parse goes: no quotes, rows by event. It reads UTF-8 only, so other charsets are decoded before. */
async function csvParse({ path, encoding }: Measure, { columns }: { columns: boolean }): Promise<number> {
  const options: Options = { delimiter: '\t', quote: false, columns, relax_column_count: true };
  const parser = parse(options);
  let rows = 0;
  let characters = 0;
  parser.on('data', (row: Readonly<Record<string, string>> & readonly string[]) => {
    rows += 1;
    characters += (columns ? row['seller-sku'] : row[SELLER_SKU])?.length ?? 0;
  });
  const ended = new Promise<void>((resolve, reject) => parser.on('end', resolve).on('error', reject));
  const chunks: AsyncIterable<Buffer> = createReadStream(path).pipe(createGunzip({ chunkSize: 128 * 1024 }));
  const decoder = new TextDecoder(encoding, { fatal: true });
  for await (const chunk of chunks) {
    const piece = encoding === 'utf-8' ? chunk : decoder.decode(chunk, { stream: true });
    if (!parser.write(piece)) await new Promise((resolve) => parser.once('drain', resolve));
  }
  parser.end();
  await ended;
  if (characters < rows) throw new Error('Rows without a SKU.');
  return columns ? rows : rows - 1;
}
