import { outboundOrdersOf } from './outbound-orders.ts';
import type { LocalSession } from './bring-up.ts';
import { demoShop } from './simulated-world.ts';

/**
 * In a simulated world the demo seller has sold something elsewhere: one order for Amazon to ship, put as a user's own system
 * puts it. Once for each state directory; where the demo seller is not, nothing.
 */
export async function putDemoOrder({ connection, shops, world }: LocalSession, now: () => Date): Promise<void> {
  const { shopId, sellerId } = demoShop;
  if (!world || !shops.some((shop) => shop.shopId === shopId && shop.sellerId === sellerId)) return;
  const orders = outboundOrdersOf(connection, now);
  if (await orders.find(shopId, DEMO_ORDER.orderId)) return;
  await orders.putRequest(shopId, DEMO_ORDER);
}

const DEMO_ORDER = {
  orderId: 'DEMO-1',
  marketplaceId: 'ATVPDKIKX0DER',
  shippingSpeed: 'STANDARD',
  destination: {
    name: 'Pat Doe',
    addressLine1: '12 Main Street',
    city: 'Lawrence',
    stateOrRegion: 'KS',
    postalCode: '66044',
    countryCode: 'US',
  },
  items: [{ sku: 'KETTLE-1L-STEEL', quantity: 1 }],
};
