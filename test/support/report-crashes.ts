import { Crash, crashAt } from './crash-at.ts';
import type { StoryOptions, SyncHouse, SyncStory } from './sync-house.ts';

export interface Death {
  readonly at: number;
  readonly when: 'before' | 'after';
}

const STARTED_AT = Date.parse('2026-11-20T12:00:00Z');

/** The same seller at the same time: the same listings, stock and returns. */
export const sameStory = (house: SyncHouse, seller: NonNullable<StoryOptions['seller']>) =>
  house.story({ sellerId: 'ACRASHED', startAt: STARTED_AT, speed: 1, seller });

/**
 * A run whose process dies at one of its AWS calls, in the first invocation or in a step of the state machine. The step's
 * execution has failed; the next firing comes when the lease has run out.
 */
export async function dieAndGoOn(house: SyncHouse, story: SyncStory, death: Death): Promise<'died' | 'survived'> {
  const [dynamo, sqs] = [house.dynamo.connect(), house.sqs.connect()];
  crashAt([dynamo, sqs], death);
  const means = story.means({ dynamo, sqs });
  try {
    await story.start({}, means);
    await story.carryOn(means);
    return 'survived';
  } catch (error) {
    if (!(error instanceof Crash)) throw error;
  } finally {
    dynamo.destroy();
    sqs.destroy();
  }
  await story.carryOn();
  story.clock.advance(30 * 60_000);
  await story.start();
  await story.carryOn();
  return 'died';
}

/** Everything of a story that must be the same whether or not a process died on the way. */
export async function endState(story: SyncStory, table: 'returns' | 'items') {
  const { nextStartTime, liveLease } = await story.schedule();
  const handedOut = new Set<string>();
  for (const { records } of await story.batches())
    for (const { key, version } of records) handedOut.add(`${String(key)}@${version}`);
  const outcomes: (string | undefined)[] = [];
  for await (const { outcome } of story.runs.list(story.scheduleId)) outcomes.push(outcome);
  return {
    rows: (await story.rows(table)).map(withoutMoments),
    buyers: (await story.rows('buyers')).map(withoutMoments),
    handedOut: [...handedOut].sort(),
    cursor: nextStartTime === undefined ? undefined : 'moved',
    lease: liveLease,
    /** The run that died was gone on with and has ended well. */
    oldestRun: outcomes.at(-1),
  };
}

/** When a report was made, and when a row was marked, depends on when the process died. */
const MOMENTS = new Set(['time', 'listingTime', 'stockTime', 'lastUpdatedTime', 'expiresAt']);

function withoutMoments({ undeliveredSince, ...row }: Record<string, unknown>) {
  const lasting = Object.entries(row).filter(([name]) => !MOMENTS.has(name));
  return { ...Object.fromEntries(lasting), shopId: 'S', undelivered: undeliveredSince !== undefined };
}

/** How many reports Amazon was asked for, and how many different ones the ledger wanted. */
export async function reportsAsked(story: SyncStory) {
  const asked = story.amazon.requests.filter(
    ({ operationId, status }) => operationId === 'createReport' && status === 202,
  );
  const wanted = (await story.rows('reports')).filter(({ reportKey }) => !String(reportKey).startsWith('cool-down#'));
  const runs: string[] = [];
  for await (const { runId } of story.runs.list(story.scheduleId)) runs.push(runId);
  return { asked: asked.length, wanted: wanted.length, runs: runs.length };
}
