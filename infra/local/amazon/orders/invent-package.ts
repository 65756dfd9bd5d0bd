import type { Order, OrderPackage } from '@sp-api-sdk/orders-api-2026-01-01';
import type { SeededRandom } from '../seeded-random.ts';

const HOUR = 60 * 60 * 1000;

/** Invents the parcel in which a merchant has sent what is sent of an order. */
export function inventPackage(
  random: SeededRandom,
  { createdTime, lastUpdatedTime, orderItems }: Pick<Order, 'createdTime' | 'lastUpdatedTime' | 'orderItems'>,
): OrderPackage {
  const at = (offset: number) => new Date(Date.parse(createdTime) + offset).toISOString();
  const isThere = Date.parse(lastUpdatedTime) - Date.parse(createdTime) > 3 * 24 * HOUR;
  return {
    packageReferenceId: '1',
    createdTime: at(5 * HOUR),
    packageStatus: isThere
      ? { status: 'DELIVERED', detailedStatus: 'DELIVERED' }
      : { status: 'SHIPPED', detailedStatus: 'PICKED_UP' },
    carrier: 'UPS',
    shipTime: at(6 * HOUR),
    shippingService: 'Ground',
    trackingNumber: `1Z${random.digits(16)}`,
    shipFromAddress: {
      name: 'Simulated Goods',
      addressLine1: '1 Warehouse Way',
      city: 'Reno',
      stateOrRegion: 'NV',
      postalCode: '89502',
      countryCode: 'US',
    },
    packageItems: orderItems
      .map(({ orderItemId, fulfillment }) => ({ orderItemId, quantity: fulfillment?.quantityFulfilled ?? 0 }))
      .filter(({ quantity }) => quantity > 0),
  };
}
