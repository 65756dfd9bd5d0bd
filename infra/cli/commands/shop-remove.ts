import type { Command } from 'commander';
import { type Answer, answer } from '../answer.ts';
import type { CommandMeans } from '../command-means.ts';
import { type CommonOptions, createCommand, withHelp } from '../common-options.ts';
import { findShop } from '../find-shop.ts';
import { offboardShop } from '../offboard-shop.ts';
import { onStage } from '../on-stage.ts';

/** `azi shop remove`: nothing fires for a shop any more, and its secrets are gone. */
export const shopRemoveCommand = (means: CommandMeans): Command =>
  withHelp(
    createCommand('remove', 'take a shop out of a stage: its schedules and secrets go, its records stay')
      .argument('<shopId>', 'as azi shop list shows it')
      .action((shopId: string, options: CommonOptions) =>
        answer({ json: options.json, work: () => remove(shopId, options, means) }, means),
      ),
    `
Orders that are stored stay, buyers’ data dies on its date as ever. Batches in the queue that find no shop any more become
dead letters. Adding the shop again begins anew, thirty days back.`,
  );

const remove = (shopId: string, options: CommonOptions, means: CommandMeans): Promise<Answer> =>
  onStage(
    { options, command: 'azi shop remove', create: false },
    async (connection) => {
      await findShop(shopId, connection);
      await offboardShop(shopId, connection);
      return {
        json: { removed: shopId },
        text: `${shopId} is removed from stage ${connection.stage}. Its records are still there.`,
        ok: true,
      };
    },
    means,
  );
