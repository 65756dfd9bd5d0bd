import type { Command } from 'commander';
import { findMarketplace } from '../../../shared/shops/marketplaces.ts';
import type { Shop } from '../../../shared/shops/shop.ts';
import { type Answer, answer } from '../answer.ts';
import type { CommandMeans } from '../command-means.ts';
import { type CommonOptions, createCommand } from '../common-options.ts';
import { onStage } from '../on-stage.ts';
import { toTable } from '../table.ts';

/** `azi shop list`: the shops of a stage. */
export const shopListCommand = (means: CommandMeans): Command =>
  createCommand('list', 'the shops of a stage').action((options: CommonOptions) =>
    answer({ json: options.json, empty: { shops: [] }, work: () => list(options, means) }, means),
  );

const list = (options: CommonOptions, means: CommandMeans): Promise<Answer> =>
  onStage(
    { options, command: 'azi shop list', create: false },
    async ({ shops }) => {
      const found = await shops.list();
      return {
        json: { shops: found },
        text: found.length > 0 ? toTable(HEAD, found.map(toRow)) : 'No shops yet.',
        ok: true,
      };
    },
    means,
  );

const HEAD = ['shop', 'seller', 'region', 'marketplaces', 'downstream', 'buyers'] as const;

const toRow = ({ shopId, sellerId, region, marketplaceIds, downstreamUrl, deliverBuyerData }: Shop) => [
  shopId,
  sellerId,
  region,
  marketplaceIds.map((id) => findMarketplace(id)?.country ?? id).join(' '),
  downstreamUrl === undefined ? 'none' : new URL(downstreamUrl).host,
  deliverBuyerData ? 'delivered' : 'not asked for',
];
