import type { Command } from 'commander';
import type { RunReport } from '../../../shared/sync/run-report.ts';
import { type Answer, answer } from '../answer.ts';
import { bringUp } from '../bring-up.ts';
import type { CommandMeans } from '../command-means.ts';
import { type CommonOptions, createCommand, withHelp, withWorldOptions } from '../common-options.ts';
import { putDemoOrder } from '../demo-order.ts';
import { describeAmazon } from '../plan-world.ts';
import { startProgress } from '../progress.ts';
import { readPastMoment } from '../read-moment.ts';
import { readSyncs } from '../read-sync.ts';
import { readWorld, type WorldFlags } from '../read-world.ts';
import { refuseDeployedStage } from '../refuse-deployed-stage.ts';
import { runAndDeliver } from '../run-and-deliver.ts';
import { toRunAnswer } from '../run-answer.ts';
import type { RunEntry } from '../run-entry.ts';
import { showWarnings } from '../show-warnings.ts';

type RunOptions = CommonOptions & WorldFlags & { readonly startTime?: string };

/** `azi run`: brings the local stack up, runs the syncs named once for every shop, prints what happened, goes away. */
export const runCommand = (means: CommandMeans): Command =>
  withHelp(
    withWorldOptions(createCommand('run', 'run syncs once for every shop, on this machine, and print what happened'))
      .argument('[sync...]', 'the syncs to run (default: all of this version)')
      .option('--start-time <iso>', 'read what changed since then, instead of since the last run')
      .action((syncs: string[], options: RunOptions) => answerWithRuns(syncs, options, means)),
    HELP,
  );

/** Ctrl-C takes nothing away from the runs that have ended. */
function answerWithRuns(syncs: readonly string[], options: RunOptions, means: CommandMeans): Promise<void> {
  const runs: RunReport[] = [];
  const onEntry = ({ report }: RunEntry) => void runs.push(report);
  return answer({ json: options.json, empty: { runs }, work: () => run(syncs, options, { ...means, onEntry }) }, means);
}

async function run(
  names: readonly string[],
  options: RunOptions,
  means: CommandMeans & { onEntry: (entry: RunEntry) => void },
): Promise<Answer> {
  const { now, interrupted, onEntry } = means;
  refuseDeployedStage('azi run', options);
  const syncs = readSyncs(names);
  const startTime =
    options.startTime === undefined ? undefined : readPastMoment(options.startTime, { field: '--start-time', now });
  const world = await readWorld(options, means);

  const progress = startProgress(means.stderr);
  try {
    progress.say(`Bringing up the stack, for ${describeAmazon(world.plan)} (state in ${options.state}) …`);
    const session = await bringUp(
      { ...world, command: 'azi run', fireSchedules: false },
      { now, onEvent: showWarnings(progress) },
    );
    try {
      if (syncs.includes('fulfillment-outbound')) await putDemoOrder(session, now);
      const outcome = await runAndDeliver(
        { ...session, syncs, startTime },
        { ...session, progress, interrupted, onEntry },
      );
      progress.stop();
      return toRunAnswer(outcome, { ...session, colored: means.stdout.isTTY === true });
    } finally {
      await session.stop();
    }
  } finally {
    progress.stop();
  }
}

const HELP = `
Without credentials and endpoints it brings its own world: a simulated Amazon with a demo seller, and a receiver that
verifies every delivery. With LWA_CLIENT_ID and LWA_CLIENT_SECRET in the environment it speaks to Amazon.

Variables:
  LWA_CLIENT_ID, LWA_CLIENT_SECRET   your LWA application (developer console)
  AZI_DOWNSTREAM_SECRET              what --downstream deliveries are signed with: "whsec_" + base64

A shops file (--shops):
  [{ "shopId": "my-shop", "sellerId": "A1EXAMPLE2SELLER", "region": "eu", "marketplaceIds": ["A1PA6795UKMFR9"],
     "refreshToken": "Atzr|…", "downstreamUrl": "https://erp.example.com/amazon", "downstreamSecret": "whsec_…",
     "deliverBuyerData": false }]

Examples:
  azi run                                             the demo seller's orders
  azi run orders --shops shops.json                   real sellers, once
  azi run --start-time 2026-11-01 --json              read again from 1 November, for a program
  azi run --simulated-orders 10000 --speed 1000       a big seller, in a minute

Exit code 0 only when every run succeeded and every batch was taken.
`;
