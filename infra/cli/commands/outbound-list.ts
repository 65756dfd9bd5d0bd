import type { Command } from 'commander';
import { isFinal, packagesOf } from '../../../shared/fulfillment-outbound/fulfillment.ts';
import { readRequest } from '../../../shared/fulfillment-outbound/outbound-request.ts';
import { isPutAgain } from '../../../shared/fulfillment-outbound/is-put-again.ts';
import { type OutboundError, QUEUED, REJECTED } from '../../../shared/fulfillment-outbound/outbound-state.ts';
import { idIsUsed } from '../../../shared/fulfillment-outbound/pick-up.ts';
import type { QueuedOrder } from '../../../shared/fulfillment-outbound/outbound-store.ts';
import type { Fulfillment } from '../../../shared/fulfillment-outbound/fulfillment.ts';
import type { Shop } from '../../../shared/shops/shop.ts';
import { type Answer, answer } from '../answer.ts';
import type { CommandMeans } from '../command-means.ts';
import { type CommonOptions, createCommand } from '../common-options.ts';
import { findShop } from '../find-shop.ts';
import { onStage } from '../on-stage.ts';
import { outboundOrdersOf, readShopId } from '../outbound-orders.ts';
import { toTable } from '../table.ts';

/** `azi outbound list`: what has become of the orders that Amazon is to ship. */
export const outboundListCommand = (means: CommandMeans): Command =>
  createCommand('list', 'what has become of the orders that Amazon ships')
    .option('--shop <id>', 'whose orders')
    .action((options: OutboundListOptions) =>
      answer({ json: options.json, empty: { orders: [] }, work: () => list(options, means) }, means),
    );

interface OutboundListOptions extends CommonOptions {
  readonly shop?: string;
}

interface ListedOrder {
  readonly orderId: string;
  readonly status: string;
  readonly held?: true;
  readonly error?: OutboundError;
  readonly shipments: Fulfillment['shipments'];
}

async function list(options: OutboundListOptions, means: CommandMeans): Promise<Answer> {
  const shopId = readShopId(options.shop);
  return onStage(
    { options, command: 'azi outbound list', create: false },
    async (connection) => {
      const shop = await connection.shops.find(shopId);
      const orders: ListedOrder[] = [];
      for await (const order of outboundOrdersOf(connection, means.now).list(shopId)) {
        orders.push(toListed(order, shop));
      }
      // Orders may be there before their shop is, and after.
      if (orders.length === 0) await findShop(shopId, connection);
      return {
        json: { orders },
        text: orders.length > 0 ? toText(orders) : `Shop ${shopId} has no orders for Amazon to ship.`,
        ok: true,
      };
    },
    means,
  );
}

function toListed({ orderId, request, state, ended }: QueuedOrder, shop: Shop | undefined): ListedOrder {
  if (state && !isPutAgain(request, state)) {
    const { status, held, error, fulfillment } = state;
    return {
      orderId,
      status,
      ...(held && !isFinal(status) && { held }),
      ...(error && { error }),
      shipments: fulfillment?.shipments ?? [],
    };
  }
  // No run has seen it yet.
  const read = ended && !ended.isFree ? { reason: idIsUsed(ended) } : readRequest(request ?? {}, shop);
  if (!('reason' in read)) return { orderId, status: QUEUED, shipments: [] };
  return { orderId, status: REJECTED, error: { name: 'OrderInvalidError', message: read.reason }, shipments: [] };
}

const HEAD = ['order', 'status', 'packages', 'what went wrong'] as const;

/** The order's own line has what fits. */
function toText(orders: readonly ListedOrder[]): string {
  const isCut = orders.some(({ error }) => error && shortened(error.message) !== error.message);
  return `${toTable(HEAD, orders.map(toRow))}${isCut ? '\n--json shows the reasons in full.' : ''}`;
}

const toRow = ({ orderId, status, held, error, shipments }: ListedOrder) => [
  orderId,
  held ? `${status} (held)` : status,
  packagesOf({ shipments })
    .map(({ carrierCode, trackingNumber, amazonTrackingNumber, status: where }) =>
      [carrierCode, trackingNumber ?? amazonTrackingNumber, where].filter((part) => part !== undefined).join(' '),
    )
    .join(', '),
  shortened(error?.message ?? ''),
];

const REASON_LENGTH = 120;

/** A line each; `--json` has all of it. */
const shortened = (reason: string) =>
  reason.length > REASON_LENGTH ? `${reason.slice(0, REASON_LENGTH).trimEnd()} …` : reason;
