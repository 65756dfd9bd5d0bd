import type { Command } from 'commander';
import { type Answer, answer } from '../answer.ts';
import type { CommandMeans } from '../command-means.ts';
import { type CommonOptions, createCommand, withHelp } from '../common-options.ts';
import { findShop } from '../find-shop.ts';
import { onStage } from '../on-stage.ts';
import { toStatusText } from '../print-status.ts';
import { readStatus } from '../read-status.ts';

/** `azi status`: how the shops of a stage stand. Works beside a running `azi up`. */
export const statusCommand = (means: CommandMeans): Command =>
  withHelp(
    createCommand('status', 'how far each sync of each shop has come, and what waits')
      .argument('[shopId]', 'only this shop')
      .action((shopId: string | undefined, options: CommonOptions) =>
        answer({ json: options.json, empty: { shops: [] }, work: () => status(shopId, options, means) }, means),
      ),
    `
"up to" is the cursor: everything that changed before is stored. "undelivered" records have not been handed to the queue;
"dead letters" are batches that downstream refused. Looking changes nothing, and works beside a running azi up.`,
  );

const status = (shopId: string | undefined, options: CommonOptions, means: CommandMeans): Promise<Answer> =>
  onStage(
    { options, command: 'azi status', create: false },
    async (connection) => {
      const shops = shopId === undefined ? await connection.shops.list() : [await findShop(shopId, connection)];
      const found = await readStatus(shops, { connection, now: means.now });
      return { json: { ...found }, text: toStatusText(found), ok: true };
    },
    means,
  );
