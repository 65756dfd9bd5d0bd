import { packagesOf } from '../../shared/fulfillment-outbound/fulfillment.ts';
import type { Run } from '../../shared/sync/run.ts';
import { outboundOrdersOf } from './outbound-orders.ts';
import type { StageConnection } from './stage-connection.ts';

/** An order that has left Amazon's warehouse. */
export interface ShippedOrder {
  readonly orderId: string;
  readonly packages: readonly {
    readonly carrierCode?: string | undefined;
    /** The carrier's; Amazon's own until there is one. */
    readonly trackingNumber?: string | undefined;
  }[];
}

/** The orders of which a run has brought news, where that includes packages. */
export async function shippedBy(
  { sync, shopId, stored, startedAt }: Run,
  connection: StageConnection,
): Promise<ShippedOrder[]> {
  if (sync !== 'fulfillment-outbound' || stored === 0) return [];
  const shipped: ShippedOrder[] = [];
  for await (const { orderId, state } of outboundOrdersOf(connection, () => new Date()).list(shopId)) {
    if (!state?.fulfillment || state.changedAt < startedAt) continue;
    const packages = packagesOf(state.fulfillment).map(({ carrierCode, trackingNumber, amazonTrackingNumber }) => ({
      carrierCode,
      trackingNumber: trackingNumber ?? amazonTrackingNumber,
    }));
    if (packages.length > 0) shipped.push({ orderId, packages });
  }
  return shipped;
}

const ORDERS_TOLD = 5;

/** Lines for the screen: each of a few orders with its carriers and tracking numbers, and how many more there are. */
export function toShippedLines(shipped: readonly ShippedOrder[], shopId: string): string[] {
  const lines = shipped
    .slice(0, ORDERS_TOLD)
    .map(({ orderId, packages }) => `${orderId} ${packages.map(toText).join(' and ')}`);
  const more = shipped.length - lines.length;
  return more > 0 ? [...lines, `${more} more; azi outbound list --shop ${shopId} shows them all`] : lines;
}

const toText = ({ carrierCode = 'a carrier', trackingNumber }: ShippedOrder['packages'][number]) =>
  `by ${carrierCode}, ${trackingNumber === undefined ? 'without a tracking number yet' : `tracking ${trackingNumber}`}`;
