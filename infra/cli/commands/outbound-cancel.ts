import type { Command } from 'commander';
import { cancelRequest } from '../../../shared/fulfillment-outbound/cancel-request.ts';
import { CANCELLED } from '../../../shared/fulfillment-outbound/outbound-state.ts';
import { type Answer, answer } from '../answer.ts';
import type { CommandMeans } from '../command-means.ts';
import { type CommonOptions, createCommand, withHelp } from '../common-options.ts';
import { onStage } from '../on-stage.ts';
import { outboundOrdersOf, readShopId } from '../outbound-orders.ts';

/** `azi outbound cancel`: calls orders off, as far as that is still possible. */
export const outboundCancelCommand = (means: CommandMeans): Command =>
  withHelp(
    createCommand('cancel', 'call orders off that Amazon is to ship')
      .argument('<orderId...>', 'as azi outbound list shows them')
      .option('--shop <id>', 'whose orders')
      .action((orderIds: readonly string[], options: OutboundCancelOptions) =>
        answer({ json: options.json, empty: { orders: [] }, work: () => cancel(orderIds, options, means) }, means),
      ),
    `
An order that has not gone to Amazon is cancelled at once. For another the next run asks Amazon, which does its best
until the goods are picked; azi outbound list then shows what came of it.

Example:
  azi outbound cancel --shop my-shop SO-00001`,
  );

interface OutboundCancelOptions extends CommonOptions {
  readonly shop?: string;
}

async function cancel(
  orderIds: readonly string[],
  options: OutboundCancelOptions,
  means: CommandMeans,
): Promise<Answer> {
  const shopId = readShopId(options.shop);
  return onStage(
    { options, command: 'azi outbound cancel', create: false },
    async (connection) => {
      const store = { orders: outboundOrdersOf(connection, means.now), now: () => means.now().getTime() };
      const orders = [];
      for (const orderId of orderIds) orders.push(await cancelRequest({ shopId, orderId }, store));
      return {
        json: { orders },
        text: orders.map(toLine).join('\n'),
        ok: orders.every(({ error }) => error === undefined),
      };
    },
    means,
  );
}

function toLine({ orderId, status, error }: Awaited<ReturnType<typeof cancelRequest>>): string {
  if (error) return `${orderId}: ${error.message}`;
  if (status === CANCELLED) return `${orderId} is cancelled.`;
  return `${orderId} is to be cancelled: the next azi run fulfillment-outbound asks Amazon.`;
}
