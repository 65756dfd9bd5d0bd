import { parseArgs } from 'node:util';
import { benchDocuments } from './documents-bench.ts';

/** What is measured, one after another; each prints its own table. `npm run bench -- --rows 100000 --only documents`. */
const SECTIONS = {
  documents: benchDocuments,
} as const;

const { values } = parseArgs({ options: { rows: { type: 'string', default: '1000000' }, only: { type: 'string' } } });
const rows = Number(values.rows);
if (!Number.isInteger(rows) || rows < 1) throw new Error('--rows takes a whole number from 1.');

for (const [name, section] of Object.entries(SECTIONS)) {
  if (values.only === undefined || values.only === name) await section({ rows });
}
