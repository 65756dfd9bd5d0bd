import type { Command } from 'commander';
import { type Answer, answer } from '../answer.ts';
import type { CommandMeans } from '../command-means.ts';
import { type CommonOptions, createCommand, withHelp } from '../common-options.ts';
import { onStage } from '../on-stage.ts';
import { reconcileSchedules } from '../reconcile-schedules.ts';

/** `azi schedule reconcile`: puts every EventBridge schedule right. */
export const scheduleReconcileCommand = (means: CommandMeans): Command =>
  withHelp(
    createCommand('reconcile', 'put every shop’s EventBridge schedules right, e.g. after a deployment').action(
      (options: CommonOptions) =>
        answer({ json: options.json, empty: { changes: [] }, work: () => reconcile(options, means) }, means),
    ),
    `
Every shop gets a schedule for every sync of this version; every EventBridge schedule of the stage’s group gets the target,
role, expression and state that its row says; those without a row are deleted. Safe to run at any time.`,
  );

const reconcile = (options: CommonOptions, means: CommandMeans): Promise<Answer> =>
  onStage(
    { options, command: 'azi schedule reconcile', create: false },
    async (connection) => {
      const { changes, right } = await reconcileSchedules(connection);
      const lines = changes.map(({ scheduleId, change }) => `${scheduleId}: ${change}`);
      return {
        json: { changes, right },
        text: [
          ...lines,
          `${right} ${right === 1 ? 'schedule was' : 'schedules were'} right${changes.length > 0 ? '' : ', nothing was changed'}.`,
        ].join('\n'),
        ok: true,
      };
    },
    means,
  );
