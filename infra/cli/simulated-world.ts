import { randomBytes } from 'node:crypto';
import type { ShopToOnboard } from './check-shop.ts';
import { demoApplication, demoSeller } from '../local/amazon/demo-seller.ts';
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
  const receiver = await startWebhookReceiver(order.onBatch);
  return {
    amazon,
    receiver,
    async stop() {
      await Promise.all([amazon.stop(), receiver.stop()]);
    },
  };
}
