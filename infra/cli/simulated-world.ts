import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import type { ShopToOnboard } from './check-shop.ts';
import { demoApplication, demoSeller } from '../local/amazon/demo-seller.ts';
import { openOrderMemory } from '../local/amazon/outbound/order-memory.ts';
import type { OutboundTimes } from '../local/amazon/outbound/outbound-switches.ts';
import { type SimulatedAmazon, startSimulatedAmazon } from '../local/amazon/simulated-amazon.ts';
import type { SimulatedShop } from './remembered-world.ts';
import { startWebhookReceiver, type WebhookReceiver } from './webhook-receiver.ts';

/** The seller that is there when nobody names one. */
export const demoShop: ShopToOnboard = {
  shopId: 'demo',
  sellerId: demoSeller.sellerId,
  region: demoSeller.region,
  marketplaceIds: [...demoSeller.marketplaceIds],
  refreshToken: demoSeller.refreshToken,
  // Its people are invented.
  deliverBuyerData: true,
};

export const simulatedApplication = demoApplication;

/** Tokens of simulated sellers open nothing; those of a shops file are not needed again. */
export const simulatedRefreshToken = (shopId: string) =>
  shopId === demoShop.shopId ? demoShop.refreshToken : `Atzr|simulated-${shopId}`;

/** A secret for a receiver, in the form of Standard Webhooks. */
export const makeWebhookSecret = () => `whsec_${randomBytes(32).toString('base64')}`;

/** A world on this machine: sellers with a past, and a receiver of their batches that checks every signature. */
export interface SimulatedWorld {
  readonly amazon: SimulatedAmazon;
  readonly receiver: WebhookReceiver;
  /** Multi-channel orders of earlier commands are there again, and later ones are kept. Only for the directory's owner. */
  rememberIn(stateDir: string): void;
  stop(): Promise<void>;
}

export interface SimulatedWorldOrder {
  readonly sellers: readonly Pick<SimulatedShop, 'shopId' | 'sellerId' | 'region' | 'marketplaceIds'>[];
  /** Refresh tokens that differ from {@link simulatedRefreshToken}, by shop. */
  readonly refreshTokens: ReadonlyMap<string, string>;
  readonly ordersUntil: Date;
  /** Orders of each seller. */
  readonly orders: number;
  readonly speed: number;
  /** A multi-channel order is on its way as soon as it is created; else it takes its time (÷ speed). */
  readonly shipsAtOnce: boolean;
  /** Told of every batch that the receiver has taken. */
  readonly onBatch?: ((batch: { shopId: string; records: number }) => void) | undefined;
}

/** The orders that each simulated seller has, unless told otherwise. */
export const DEFAULT_ORDERS = demoSeller.orders;

/** Starts both on free ports of 127.0.0.1. The same order makes the same orders. */
export async function startSimulatedWorld(order: SimulatedWorldOrder): Promise<SimulatedWorld> {
  const amazon = await startSimulatedAmazon({
    applications: [simulatedApplication],
    speed: order.speed,
    sellers: order.sellers.map(({ shopId, sellerId, region, marketplaceIds }) => ({
      sellerId,
      region,
      marketplaceIds,
      refreshToken: order.refreshTokens.get(shopId) ?? simulatedRefreshToken(shopId),
      orders: order.orders,
      orderDays: demoSeller.orderDays,
      ordersUntil: order.ordersUntil,
      listings: demoSeller.listings,
      fbaReturns: demoSeller.fbaReturns,
      merchantReturns: demoSeller.merchantReturns,
    })),
  });
  if (order.shipsAtOnce) shipAtOnce(amazon.faults.outbound.times, order);
  const receiver = await startWebhookReceiver(order.onBatch);
  return {
    amazon,
    receiver,
    rememberIn(stateDir) {
      for (const { sellerId, region } of order.sellers) {
        const directory = join(stateDir, 'simulated-amazon', `${region}-${encodeURIComponent(sellerId)}`);
        amazon.account(sellerId, region).outbound.remember(openOrderMemory(directory));
      }
    },
    async stop() {
      await Promise.all([amazon.stop(), receiver.stop()]);
    },
  };
}

/** Who runs a sync once wants to see a tracking number, and nothing new for the next two days. */
function shipAtOnce(times: OutboundTimes, { speed }: Pick<SimulatedWorldOrder, 'speed'>): void {
  const atOnce = {
    validation: 0,
    planning: 0,
    picking: 0,
    shipping: 0,
    carrierTracking: 0,
    completion: 0,
    cancelling: 0,
  };
  Object.assign(times, atOnce, { delivery: times.delivery * speed, hold: times.hold * speed });
}
