import type { Encoding } from './listings-report.ts';
import { isMeasure, MEASURES } from './measures.ts';

/** One measure in a process of its own: `measure.ts NAME FILE CHARSET` prints JSON. */
const [name = '', path = '', charset = ''] = process.argv.slice(2);
if (!isMeasure(name)) throw new Error(`There is no measure ${name}.`);
const encoding: Encoding = charset === 'shift_jis' ? 'shift_jis' : 'utf-8';

const started = performance.now();
const before = process.cpuUsage();
const rows = await MEASURES[name]({ path, encoding });
const { user, system } = process.cpuUsage(before);
console.log(
  JSON.stringify({
    rows,
    seconds: (performance.now() - started) / 1000,
    cpuSeconds: (user + system) / 1e6,
    peakMb: process.resourceUsage().maxRSS / 1024,
  }),
);
