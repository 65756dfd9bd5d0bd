import { parseArgs } from 'node:util';
import { benchDocuments } from './documents-bench.ts';
import { benchIngest } from './ingest-bench.ts';
import { benchOrders } from './orders-bench.ts';

// Its tables are what a bench prints, not the metrics and logs of what it runs.
process.env.POWERTOOLS_METRICS_DISABLED = 'true';
process.env.POWERTOOLS_LOG_LEVEL = 'SILENT';

/** What is measured, one after another; each prints its own table. `npm run bench -- --rows 100000 --only documents`. */
const SECTIONS = {
  documents: benchDocuments,
  ingest: benchIngest,
  orders: benchOrders,
} as const;

const { values } = parseArgs({
  options: {
    rows: { type: 'string', default: '1000000' },
    'ingest-rows': { type: 'string', default: '5000' },
    orders: { type: 'string', default: '10000' },
    only: { type: 'string' },
  },
});
const [rows = 0, ingestRows = 0, orders = 0] = [values.rows, values['ingest-rows'], values.orders].map(Number);
if (![rows, ingestRows, orders].every((count) => Number.isInteger(count) && count > 0))
  throw new Error('--rows, --ingest-rows and --orders take whole numbers from 1.');

for (const [name, section] of Object.entries(SECTIONS)) {
  if (values.only === undefined || values.only === name) await section({ rows, ingestRows, orders });
}
