import cliProgress, { type SingleBar } from 'cli-progress';
import type { Run } from '../../shared/sync/run.ts';
import type { Screen } from './command-means.ts';
import { runShare } from './run-share.ts';
import type { RunWatch } from './start-sync.ts';

/** Shows on stderr how runs go: as bars where people watch, else as a line for each thing that happens. */
export interface Progress extends RunWatch {
  /** A line that stays. */
  say(line: string): void;
  /** Takes the bars away. Safe to call again. */
  stop(): void;
}

export const startProgress = (screen: Screen): Progress => (screen.isTTY === true ? bars() : lines(screen));

/** A line when a run begins, when it begins to wait, and when it ends. */
function lines(screen: Screen): Progress {
  const told = new Map<string, string>();
  const say = (line: string) => void screen.write(`${line}\n`);
  return {
    say,
    onRun(run) {
      const news = describe(run);
      if (told.get(run.runId) === news.kind) return;
      told.set(run.runId, news.kind);
      say(`${nameOf(run)}: ${news.text}`);
    },
    stop: () => {},
  };
}

function bars(): Progress {
  const shown = new Map<string, SingleBar>();
  const all = new cliProgress.MultiBar(
    {
      format: '{name} {bar} {percentage}%  {news}',
      barsize: 24,
      hideCursor: true,
      clearOnComplete: true,
      emptyOnZero: true,
      autopadding: true,
    },
    cliProgress.Presets.rect,
  );
  return {
    say: (line) => all.log(`${line}\n`),
    onRun(run) {
      const bar = shown.get(run.runId) ?? all.create(100, 0, { name: nameOf(run), news: '' });
      shown.set(run.runId, bar);
      bar.update(Math.floor(100 * (runShare(run) ?? 0)), { news: newsOf(run) });
    },
    stop: () => all.stop(),
  };
}

function newsOf(run: Run): string {
  const until = isWaiting(run) ? `, waits until ${clock(run.waitUntil)}` : '';
  return run.state === 'ended' ? describe(run).text : `${run.read} read${until}`;
}

const isWaiting = (run: Run): run is Run & { waitUntil: string } =>
  run.waitUntil !== undefined && Date.parse(run.waitUntil) > Date.now();

const nameOf = ({ shopId, sync }: Run) => `${shopId} ${sync}`;

function describe(run: Run): { kind: string; text: string } {
  if (run.state === 'ended') {
    return { kind: 'ended', text: `${run.outcome ?? 'ended'}, ${run.read} read, ${run.stored} stored` };
  }
  if (isWaiting(run)) {
    return {
      kind: `waiting ${run.waitUntil}`,
      text: `waiting until ${clock(run.waitUntil)} (${run.read} read so far)`,
    };
  }
  return { kind: 'reading', text: `reading ${minutes(run.startTime)} to ${minutes(run.endTime)} UTC` };
}

/** HH:MM:SS where the person is. */
const clock = (moment: string) => new Date(moment).toTimeString().slice(0, 8);

const minutes = (moment: string) => moment.slice(0, 16).replace('T', ' ');
