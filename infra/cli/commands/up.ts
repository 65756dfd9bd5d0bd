import type { Command } from 'commander';
import { setTimeout as sleep } from 'node:timers/promises';
import type { OnLocalEvent } from '../../local/local-event.ts';
import { type Answer, answer } from '../answer.ts';
import { bringUp, type LocalSession } from '../bring-up.ts';
import type { CommandMeans } from '../command-means.ts';
import { type CommonOptions, createCommand, withHelp, withWorldOptions } from '../common-options.ts';
import { describeAmazon } from '../plan-world.ts';
import { readPastMoment } from '../read-moment.ts';
import { readWorld, type WorldFlags } from '../read-world.ts';
import { refuseDeployedStage } from '../refuse-deployed-stage.ts';
import { startSync } from '../start-sync.ts';
import { tellWhatHappens } from '../tell-what-happens.ts';

/** `azi up`: brings the local stack up and lets its schedules fire, until Ctrl-C. */
export const upCommand = (means: CommandMeans): Command =>
  withHelp(
    withWorldOptions(createCommand('up', 'stay up on this machine and fire the schedules, until Ctrl-C'))
      .option(
        '--start-time <iso>',
        'where a sync begins that has never run (default: the shop’s own, else thirty days ago)',
      )
      .action((options: UpOptions) => answer({ json: options.json, work: () => up(options, means) }, means)),
    HELP,
  );

type UpOptions = CommonOptions & WorldFlags & { readonly startTime?: string };

async function up(options: UpOptions, means: CommandMeans): Promise<Answer> {
  const { now, interrupted, stderr } = means;
  refuseDeployedStage('azi up', options);
  const firstCursor =
    options.startTime === undefined ? undefined : readPastMoment(options.startTime, { field: '--start-time', now });
  const world = await readWorld(options, means);

  const say = (line: string) => void stderr.write(`${now().toTimeString().slice(0, 8)}  ${line}\n`);
  say(`Bringing up the stack, for ${describeAmazon(world.plan)} (state in ${options.state}) …`);
  let tell: OnLocalEvent = (event) => {
    if (event.type === 'warning') say(`Warning: ${event.message}`);
  };
  const session = await bringUp(
    { ...world, command: 'azi up', fireSchedules: true, firstCursor },
    {
      now,
      onEvent: (event) => tell(event),
      onBatch: ({ shopId, records }) =>
        say(`${shopId}: ${records} records received and verified by the built-in receiver`),
    },
  );
  try {
    tell = tellWhatHappens({ ...session, say });
    await introduce(session, say);
    void resumeOpen(session, { say, interrupted });
    await placeOrders(session, interrupted);
    say('Going down …');
    return { json: { shops: session.shops.map(({ shopId }) => shopId) }, text: '', ok: true };
  } finally {
    await session.stop();
  }
}

async function introduce({ shops, connection }: LocalSession, say: (line: string) => void): Promise<void> {
  for (const { shopId } of shops) {
    for (const { sync, expression, enabled } of await connection.schedules.list(shopId)) {
      say(`${shopId} ${sync}: ${enabled ? expression : 'paused'}`);
    }
  }
  say('Up. azi status, azi sync and the others join from another terminal. Ctrl-C stops.');
}

/** What a killed process left open goes on now, not only at the next firing. */
async function resumeOpen(
  { open, connection }: LocalSession,
  { say, interrupted }: { say: (line: string) => void; interrupted: AbortSignal },
): Promise<void> {
  try {
    for (const { shopId, scheduleId, sync, runId } of open) {
      say(`${shopId} ${sync}: run ${runId} was interrupted and goes on`);
      await startSync(
        { sync, input: { shopId, scheduleId, resume: runId } },
        { connection, watch: { onRun: () => {} }, interrupted },
      );
    }
  } catch {
    // Interrupted: the run stays open, and is resumed by the next command.
  }
}

const ORDER_EVERY_MS = 20_000;

/** Until Ctrl-C: at a simulated Amazon people go on ordering. */
async function placeOrders({ world, shops }: LocalSession, interrupted: AbortSignal): Promise<void> {
  for (let turn = 0; !interrupted.aborted; turn += 1) {
    await sleep(ORDER_EVERY_MS, undefined, { signal: interrupted }).catch(() => {});
    const shop = shops[turn % shops.length];
    if (world && shop && !interrupted.aborted) world.amazon.account(shop.sellerId, shop.region).placeOrder();
  }
}

const HELP = `
The first firing comes a few seconds after the start. Variables, shops file and world are those of azi run (azi run --help).
At the simulated Amazon a new order is placed every 20 seconds; a sync sees it when it is three minutes old.

Examples:
  azi up                                    the demo seller, until Ctrl-C
  azi up --shops shops.json                 real sellers, with LWA_CLIENT_ID and LWA_CLIENT_SECRET set
  azi schedule set demo orders "rate(5 minutes)"     from another terminal
`;
