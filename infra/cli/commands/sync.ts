import type { Command } from 'commander';
import { type Answer, answer } from '../answer.ts';
import type { CommandMeans } from '../command-means.ts';
import { type CommonOptions, createCommand, withHelp, withWorldOptions } from '../common-options.ts';
import { findSchedules, findShop } from '../find-shop.ts';
import { onRunningStage, type RunningStage } from '../on-running-stage.ts';
import { type Progress, startProgress } from '../progress.ts';
import { readPastMoment } from '../read-moment.ts';
import { type BuiltSync, readSync } from '../read-sync.ts';
import type { WorldFlags } from '../read-world.ts';
import { runAndDeliver } from '../run-and-deliver.ts';
import { toRunAnswer } from '../run-answer.ts';

/** `azi sync`: one run now, on any stage. */
export const syncCommand = (means: CommandMeans): Command =>
  withHelp(
    withWorldOptions(createCommand('sync', 'run one sync of one shop now, on any stage'))
      .argument('<sync>', 'e.g. orders')
      .argument('<shopId>', 'as azi shop list shows it')
      .argument('[startTime]', 'ISO 8601; read what changed since then, instead of since the last run')
      .argument('[scheduleId]', 'which of the shop’s schedules (default: the one that onboarding made)')
      .action(
        (
          sync: string,
          shopId: string,
          startTime: string | undefined,
          scheduleId: string | undefined,
          options: SyncOptions,
        ) =>
          answer(
            {
              json: options.json,
              empty: { runs: [] },
              work: () => syncNow({ sync, shopId, startTime, scheduleId }, options, means),
            },
            means,
          ),
      ),
    HELP,
  );

type SyncOptions = CommonOptions & WorldFlags;

interface Wanted {
  readonly sync: BuiltSync;
  readonly shopId: string;
  readonly startTime: string | undefined;
  readonly scheduleId: string | undefined;
}

async function syncNow(
  { sync, startTime, ...rest }: Omit<Wanted, 'sync'> & { sync: string },
  options: SyncOptions,
  means: CommandMeans,
): Promise<Answer> {
  const wanted: Wanted = {
    ...rest,
    sync: readSync(sync),
    startTime: startTime === undefined ? undefined : readPastMoment(startTime, { field: 'startTime', now: means.now }),
  };
  const progress = startProgress(means.stderr);
  try {
    const work = (stage: RunningStage) => runWanted(wanted, stage, { ...means, progress });
    return await onRunningStage({ options, command: 'azi sync' }, work, { ...means, progress });
  } finally {
    progress.stop();
  }
}

async function runWanted(
  { sync, shopId, startTime, scheduleId }: Wanted,
  { connection, open, world }: RunningStage,
  { progress, interrupted, stdout }: CommandMeans & { progress: Progress },
): Promise<Answer> {
  const shop = await findShop(shopId, connection);
  if (scheduleId !== undefined) await findSchedules({ shopId, sync, scheduleId }, connection);
  const order = {
    shops: [shop],
    syncs: [sync],
    startTime,
    scheduleId,
    open: open.filter((run) => run.shopId === shopId),
  };
  const outcome = await runAndDeliver(order, { connection, progress, interrupted });
  progress.stop();
  return toRunAnswer(outcome, { world, colored: stdout.isTTY === true });
}

const HELP = `
On a deployed stage the run goes on in AWS when you leave with Ctrl-C; azi status shows it. On this machine it joins the
stack that azi up runs, or brings one up as azi run does.

Examples:
  azi sync orders my-shop                                  what changed since the last run
  azi sync orders my-shop 2026-10-01 --stage prod          read October again, in AWS (a backfill beside the live runs)
`;
