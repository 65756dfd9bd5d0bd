import type { SpApi } from '../sp-api/sp-api.ts';
import type { Lane } from '../sp-api/usage/usage-limiter.ts';
import { cancelFulfillmentOrder } from '../sp-api/fulfillment-outbound-2020-07-01/cancel-fulfillment-order.ts';
import { createFulfillmentOrder } from '../sp-api/fulfillment-outbound-2020-07-01/create-fulfillment-order.ts';
import {
  FulfillmentOrder,
  type FulfillmentOrderDetails,
} from '../sp-api/fulfillment-outbound-2020-07-01/fulfillment-order.ts';
import { getFulfillmentOrder } from '../sp-api/fulfillment-outbound-2020-07-01/get-fulfillment-order.ts';
import { getFulfillmentPreview } from '../sp-api/fulfillment-outbound-2020-07-01/get-fulfillment-preview.ts';
import { listAllFulfillmentOrders } from '../sp-api/fulfillment-outbound-2020-07-01/list-all-fulfillment-orders.ts';
import { updateFulfillmentOrder } from '../sp-api/fulfillment-outbound-2020-07-01/update-fulfillment-order.ts';
import type { Fulfillment } from './fulfillment.ts';
import type { FulfillmentPort, OrderToCreate, Preview } from './fulfillment-port.ts';
import type { Destination } from './outbound-request.ts';
import type { OutboundSettings } from './outbound-settings.ts';

/**
 * Fulfillment Outbound 2020-07-01. What it wants to print on the packing slip and a request does not say: the order's own
 * id, the moment of its pick-up, and the shop's `displayableOrderComment`. Amazon is given no e-mail address: it would write to it.
 */
export const port20200701 = (
  means: { spApi: Pick<SpApi, 'call'>; lane: Lane },
  settings: Pick<OutboundSettings, 'displayableOrderComment'>,
): FulfillmentPort => ({
  listTellsAll: false,
  async create(order) {
    await createFulfillmentOrder(
      {
        marketplaceId: order.marketplaceId,
        sellerFulfillmentOrderId: order.orderId,
        displayableOrderId: order.orderId,
        displayableOrderDate: order.pickedUpAt,
        displayableOrderComment: settings.displayableOrderComment,
        shippingSpeedCategory: SPEED_OF[order.shippingSpeed],
        fulfillmentAction: order.held ? 'Hold' : 'Ship',
        destinationAddress: withoutEmail(order.destination),
        items: order.items.map(toItem),
      },
      means,
    );
    return undefined;
  },
  async find(orderId) {
    const found = await getFulfillmentOrder(orderId, means);
    return found && toFulfillment(found);
  },
  async list({ updatedAfter, pageToken }) {
    const page = await listAllFulfillmentOrders({ queryStartDate: updatedAfter, nextToken: pageToken }, means);
    const read = page.fulfillmentOrders.map((order) => ({ order, ...FulfillmentOrder.safeParse(order) }));
    return {
      orders: read.flatMap(({ data }) => (data ? [toListed(data)] : [])),
      unreadable: read.flatMap(({ order, success }) => (success ? [] : [order])),
      nextToken: page.nextToken,
    };
  },
  preview: async (order) =>
    toPreview(
      await getFulfillmentPreview(
        {
          marketplaceId: order.marketplaceId,
          address: withoutEmail(order.destination),
          items: order.items.map(toItem),
          shippingSpeedCategories: [SPEED_OF[order.shippingSpeed]],
        },
        means,
      ),
    ),
  release: (orderId) => updateFulfillmentOrder({ sellerFulfillmentOrderId: orderId, fulfillmentAction: 'Ship' }, means),
  cancel: (orderId) => cancelFulfillmentOrder(orderId, means),
});

const SPEED_OF = { STANDARD: 'Standard', EXPEDITED: 'Expedited', PRIORITY: 'Priority' } as const;

const toItem = ({ lineItemId, sku, quantity }: OrderToCreate['items'][number]) => ({
  sellerSku: sku,
  sellerFulfillmentOrderItemId: lineItemId,
  quantity,
});

function withoutEmail(destination: Destination) {
  const { email: _, ...address } = destination;
  return address;
}

const toListed = (order: FulfillmentOrder) => ({
  orderId: order.sellerFulfillmentOrderId,
  status: toStatus(order.fulfillmentOrderStatus),
  statusUpdateTime: order.statusUpdatedDate ?? undefined,
});

/** 2026-07-04 tells the first four as one. A status that Amazon adds is kept as it comes. */
const STATUS_OF = new Map([
  ['New', 'PROCESSING'],
  ['Received', 'PROCESSING'],
  ['Planning', 'PROCESSING'],
  ['Processing', 'PROCESSING'],
  ['Complete', 'COMPLETE'],
  ['CompletePartialled', 'COMPLETE_PARTIAL'],
  ['Cancelled', 'CANCELLED'],
  ['Unfulfillable', 'UNFULFILLABLE'],
  ['Invalid', 'INVALID'],
]);
const toStatus = (status: string) => STATUS_OF.get(status) ?? status;

const SHIPMENT_STATUS_OF = new Map([
  ['PENDING', 'PROCESSING'],
  ['CANCELLED_BY_FULFILLER', 'CANCELLED'],
  ['CANCELLED_BY_SELLER', 'CANCELLED'],
]);

function toFulfillment(details: FulfillmentOrderDetails): Fulfillment {
  const { fulfillmentOrderStatus, receivedDate, statusUpdatedDate } = details.fulfillmentOrder;
  return {
    status: toStatus(fulfillmentOrderStatus),
    receiveTime: receivedDate ?? undefined,
    statusUpdateTime: statusUpdatedDate ?? undefined,
    lineItems: (details.fulfillmentOrderItems ?? []).map((item) => ({
      lineItemId: item.sellerFulfillmentOrderItemId,
      sku: item.sellerSku ?? undefined,
      quantity: item.quantity ?? undefined,
      cancelledQuantity: item.cancelledQuantity ?? undefined,
      unfulfillableQuantity: item.unfulfillableQuantity ?? undefined,
    })),
    shipments: (details.fulfillmentShipments ?? []).map(toShipment),
  };
}

type AmazonShipment = NonNullable<FulfillmentOrderDetails['fulfillmentShipments']>[number];

function toShipment(shipment: AmazonShipment): Fulfillment['shipments'][number] {
  const { fulfillmentShipmentStatus: status, shippingDate, estimatedArrivalDate } = shipment;
  const items = shipment.fulfillmentShipmentItem ?? [];
  return {
    amazonShipmentId: shipment.amazonShipmentId,
    status: SHIPMENT_STATUS_OF.get(status ?? '') ?? status ?? undefined,
    shipTime: shippingDate ?? undefined,
    deliveryTime: estimatedArrivalDate ?? undefined,
    items: items.flatMap(({ sellerFulfillmentOrderItemId: lineItemId, quantity }) =>
      lineItemId ? [{ lineItemId, quantity: quantity ?? undefined }] : [],
    ),
    packages: (shipment.fulfillmentShipmentPackage ?? []).map((each) => ({
      packageId: String(each.packageNumber),
      status: undefined,
      carrierCode: each.carrierCode ?? undefined,
      trackingNumber: each.trackingNumber ?? undefined,
      amazonTrackingNumber: each.amazonFulfillmentTrackingNumber ?? undefined,
      deliveryTime: each.estimatedArrivalDate ?? undefined,
      lineItemIds: items
        .filter(({ packageNumber }) => packageNumber === each.packageNumber)
        .flatMap(({ sellerFulfillmentOrderItemId }) => sellerFulfillmentOrderItemId ?? []),
    })),
  };
}

function toPreview([preview]: Awaited<ReturnType<typeof getFulfillmentPreview>>): Preview {
  if (!preview) return { reasons: ['no preview'] };
  const ofItems = (preview.unfulfillablePreviewItems ?? []).flatMap((item) => item.itemUnfulfillableReasons ?? []);
  const reasons = [...new Set([...(preview.orderUnfulfillableReasons ?? []), ...ofItems])];
  const fees = preview.estimatedFees ?? [];
  const [first] = fees;
  const total = fees.reduce((sum, { amount }) => sum + Number(amount.value), 0);
  return {
    reasons: preview.isFulfillable ? [] : reasons.length > 0 ? reasons : ['not fulfillable'],
    ...(first && { estimatedPrice: { amount: total.toFixed(2), currencyCode: first.amount.currencyCode } }),
  };
}
