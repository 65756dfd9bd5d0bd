import type { FulfillmentStatus, Order } from '@sp-api-sdk/orders-api-2026-01-01';
import type { RestrictedAccess } from '../tokens/restricted-access.ts';
import { toMoneyV0, viewAddress, viewBuyerInfo, viewTaxInformation } from './view-buyer.ts';

/** An order as Orders v0 shows it. What is personal is there only where the Restricted Data Token has its element. */
export function viewOrder(order: Order, access: RestrictedAccess | undefined): object {
  const { fulfillment, salesChannel, programs = [], proceeds } = order;
  const opened = access?.dataElements;
  const quantities = order.orderItems.map((item) => ({
    shipped: item.fulfillment?.quantityFulfilled ?? 0,
    unshipped: item.fulfillment?.quantityUnfulfilled ?? 0,
  }));
  return {
    AmazonOrderId: order.orderId,
    SellerOrderId: order.orderAliases?.[0]?.aliasId,
    PurchaseDate: order.createdTime,
    LastUpdateDate: order.lastUpdatedTime,
    OrderStatus: orderStatusOf(order),
    FulfillmentChannel: fulfillmentChannelOf(order),
    SalesChannel: salesChannel.marketplaceName,
    ShipServiceLevel: 'Std US D2D Dom',
    ShipmentServiceLevelCategory: fulfillment?.fulfillmentServiceLevel === 'EXPEDITED' ? 'Expedited' : 'Standard',
    ...(proceeds?.grandTotal && { OrderTotal: toMoneyV0(proceeds.grandTotal) }),
    NumberOfItemsShipped: sum(quantities.map(({ shipped }) => shipped)),
    NumberOfItemsUnshipped: sum(quantities.map(({ unshipped }) => unshipped)),
    PaymentMethod: 'Other',
    PaymentMethodDetails: ['Standard'],
    MarketplaceId: salesChannel.marketplaceId,
    OrderType: programs.includes('PREORDER') ? 'Preorder' : 'StandardOrder',
    EarliestShipDate: fulfillment?.shipByWindow?.earliestDateTime,
    LatestShipDate: fulfillment?.shipByWindow?.latestDateTime,
    EarliestDeliveryDate: fulfillment?.deliverByWindow?.earliestDateTime,
    LatestDeliveryDate: fulfillment?.deliverByWindow?.latestDateTime,
    IsBusinessOrder: programs.includes('AMAZON_BUSINESS'),
    IsPrime: programs.includes('PRIME'),
    IsPremiumOrder: false,
    IsReplacementOrder: false,
    IsISPU: false,
    HasRegulatedItems: isRegulated(order),
    ...(opened?.has('buyerInfo') && { BuyerInfo: viewBuyerInfo(order) }),
    ...(opened?.has('shippingAddress') && { ShippingAddress: viewAddress(order) }),
    ...(opened?.has('buyerTaxInformation') && { BuyerTaxInformation: viewTaxInformation(order) }),
  };
}

/** Some of what merchants send needs a prescription. */
export const isRegulated = (order: Order) =>
  order.fulfillment?.fulfilledBy === 'MERCHANT' && Number(order.orderId.at(-1)) % 4 === 0;

export const orderStatusOf = ({ fulfillment }: Order) => STATUSES[fulfillment?.fulfillmentStatus ?? 'PENDING'];
export const fulfillmentChannelOf = ({ fulfillment }: Order) => (fulfillment?.fulfilledBy === 'AMAZON' ? 'AFN' : 'MFN');

const STATUSES: Record<FulfillmentStatus, string> = {
  PENDING_AVAILABILITY: 'PendingAvailability',
  PENDING: 'Pending',
  UNSHIPPED: 'Unshipped',
  PARTIALLY_SHIPPED: 'PartiallyShipped',
  SHIPPED: 'Shipped',
  CANCELLED: 'Canceled',
  UNFULFILLABLE: 'Unfulfillable',
};
export const ORDER_STATUSES: readonly string[] = [...Object.values(STATUSES), 'InvoiceUnconfirmed'];

const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0);
