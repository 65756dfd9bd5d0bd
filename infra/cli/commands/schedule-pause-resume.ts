import type { Command } from 'commander';
import { type Answer, answer } from '../answer.ts';
import type { CommandMeans } from '../command-means.ts';
import { type CommonOptions, createCommand } from '../common-options.ts';
import { findSchedules, findShop } from '../find-shop.ts';
import { onStage } from '../on-stage.ts';
import { readSync } from '../read-sync.ts';
import { putShopSchedule } from '../shop-schedule.ts';

/** `azi schedule pause`: a shop's sync does not fire any more; its cursor stays. */
export const schedulePauseCommand = (means: CommandMeans): Command =>
  toggleCommand({ name: 'pause', enabled: false }, means);

/** `azi schedule resume`: a shop's sync fires again, and reads everything since its cursor. */
export const scheduleResumeCommand = (means: CommandMeans): Command =>
  toggleCommand({ name: 'resume', enabled: true }, means);

interface Toggle {
  readonly name: 'pause' | 'resume';
  readonly enabled: boolean;
}

const toggleCommand = (toggle: Toggle, means: CommandMeans): Command =>
  createCommand(
    toggle.name,
    toggle.enabled
      ? 'let a sync fire again: it reads everything since its cursor'
      : 'let a sync not fire until it is resumed; its cursor stays',
  )
    .argument('<shopId>', 'as azi shop list shows it')
    .argument('<sync>', 'e.g. orders')
    .argument('[scheduleId]', 'which of the shop’s schedules (default: all of the sync)')
    .action((shopId: string, sync: string, scheduleId: string | undefined, options: CommonOptions) =>
      answer({ json: options.json, work: () => apply(toggle, { shopId, sync, scheduleId }, options, means) }, means),
    );

async function apply(
  { name, enabled }: Toggle,
  given: { shopId: string; sync: string; scheduleId: string | undefined },
  options: CommonOptions,
  means: CommandMeans,
): Promise<Answer> {
  const sync = readSync(given.sync);
  return onStage(
    { options, command: `azi schedule ${name}`, create: false },
    async (connection) => {
      await findShop(given.shopId, connection);
      const found = await findSchedules({ ...given, sync }, connection);
      for (const { shopId, scheduleId, expression } of found) {
        const settings = { shopId, scheduleId, sync, expression, enabled };
        await connection.schedules.saveSettings(settings);
        await putShopSchedule(settings, connection);
      }
      return {
        json: { schedules: found.map(({ scheduleId, expression }) => ({ scheduleId, sync, expression, enabled })) },
        text: found
          .map(({ scheduleId, expression }) => `${scheduleId}: ${enabled ? `runs at ${expression}` : 'paused'}.`)
          .join('\n'),
        ok: true,
      };
    },
    means,
  );
}
