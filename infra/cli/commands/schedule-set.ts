import type { Command } from 'commander';
import { defaultScheduleId } from '../../../shared/contracts/syncs.ts';
import { type Answer, answer } from '../answer.ts';
import { checkScheduleId } from '../check-schedule-id.ts';
import type { CommandMeans } from '../command-means.ts';
import { type CommonOptions, createCommand, withHelp } from '../common-options.ts';
import { findShop } from '../find-shop.ts';
import { onStage } from '../on-stage.ts';
import { readExpression } from '../read-expression.ts';
import { readScheduleId } from '../read-schedule-id.ts';
import { readSync } from '../read-sync.ts';
import { putShopSchedule } from '../shop-schedule.ts';

/** `azi schedule set`: how often a shop's sync runs. */
export const scheduleSetCommand = (means: CommandMeans): Command =>
  withHelp(
    createCommand('set', 'how often a shop’s sync runs')
      .argument('<shopId>', 'as azi shop list shows it')
      .argument('<sync>', 'e.g. orders')
      .argument('<expression>', 'of EventBridge Scheduler, in UTC: "rate(10 minutes)" or "cron(0/10 * * * ? *)"')
      .argument('[scheduleId]', 'unique in the stage, at most 64 of A-Z, a-z, 0-9, . _ - (default: <shopId>-<sync>)')
      .action(
        (shopId: string, sync: string, expression: string, scheduleId: string | undefined, options: CommonOptions) =>
          answer(
            { json: options.json, work: () => set({ shopId, sync, expression, scheduleId }, options, means) },
            means,
          ),
      ),
    `
Orders never run more often than every five minutes: Amazon gives 20 calls at once, and then one in three minutes.

Examples:
  azi schedule set my-shop orders "rate(15 minutes)"
  azi schedule set my-shop orders "cron(0/10 6-22 * * ? *)" --stage prod     by day, every ten minutes`,
  );

async function set(
  given: { shopId: string; sync: string; expression: string; scheduleId: string | undefined },
  options: CommonOptions,
  means: CommandMeans,
): Promise<Answer> {
  const { shopId } = given;
  const sync = readSync(given.sync);
  const expression = readExpression(given.expression, { sync, now: means.now });
  const scheduleId = readScheduleId(given.scheduleId ?? defaultScheduleId(shopId, sync));
  return onStage(
    { options, command: 'azi schedule set', create: false },
    async (connection) => {
      await findShop(shopId, connection);
      await checkScheduleId({ shopId, sync, scheduleId }, connection);
      const found = await connection.schedules.find(shopId, scheduleId);
      const settings = { shopId, scheduleId, sync, expression, enabled: found?.enabled ?? true };
      await connection.schedules.saveSettings(settings);
      await putShopSchedule(settings, connection);
      const paused = settings.enabled ? '' : ' It is paused: azi schedule resume lets it run.';
      return {
        json: { schedule: settings },
        text: `${scheduleId}: ${sync} of ${shopId} runs at ${expression}.${paused}`,
        ok: true,
      };
    },
    means,
  );
}
