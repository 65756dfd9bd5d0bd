import type { SpApi } from '../sp-api/sp-api.ts';
import type { Lane } from '../sp-api/usage/usage-limiter.ts';
import { cancelOrder } from '../sp-api/fulfillment-outbound-2026-07-04/cancel-order.ts';
import { createOrder, type CreateOrderRequest } from '../sp-api/fulfillment-outbound-2026-07-04/create-order.ts';
import { FulfillmentOrder } from '../sp-api/fulfillment-outbound-2026-07-04/fulfillment-order.ts';
import { getOrder } from '../sp-api/fulfillment-outbound-2026-07-04/get-order.ts';
import { getOrderPreview } from '../sp-api/fulfillment-outbound-2026-07-04/get-order-preview.ts';
import { listOrders } from '../sp-api/fulfillment-outbound-2026-07-04/list-orders.ts';
import { updateOrder } from '../sp-api/fulfillment-outbound-2026-07-04/update-order.ts';
import type { Fulfillment } from './fulfillment.ts';
import type { FulfillmentPort, OrderToCreate, Preview } from './fulfillment-port.ts';
import { originOf } from './origin-country.ts';

/** Fulfillment Outbound 2026-07-04. */
export const port20260704 = (means: { spApi: Pick<SpApi, 'call'>; lane: Lane }): FulfillmentPort => ({
  listTellsAll: true,
  async create(order) {
    const created = await createOrder(toCreateOrder(order), means);
    return created && toFulfillment(created);
  },
  async find(orderId) {
    const found = await getOrder(orderId, means);
    return found && toFulfillment(found);
  },
  async list(request) {
    const page = await listOrders(request, means);
    const read = page.orders.map((order) => ({ order, ...FulfillmentOrder.safeParse(order) }));
    return {
      orders: read.flatMap(({ data }) => (data ? [toListed(data)] : [])),
      unreadable: read.flatMap(({ order, success }) => (success ? [] : [order])),
      nextToken: page.nextToken,
    };
  },
  preview: async (order) => toPreview(await getOrderPreview(toOrderPreview(order), means)),
  release: (orderId) => updateOrder({ orderId, action: 'SHIP' }, means),
  cancel: (orderId) => cancelOrder(orderId, means),
});

function toCreateOrder(order: OrderToCreate): CreateOrderRequest {
  const { orderId, shippingSpeed, destination, held, items } = order;
  return {
    orderId,
    origin: { countryCode: originOf(order) },
    fulfillmentConfiguration: {
      serviceLevel: { serviceTiers: [shippingSpeed] },
      action: held ? 'HOLD' : 'SHIP',
    },
    destination: { deliveryAddress: destination },
    lineItems: items.map(({ lineItemId, ...item }) => ({ lineItemId, ...toItem(item) })),
  };
}

const toOrderPreview = (order: OrderToCreate) => ({
  origin: { countryCode: originOf(order) },
  fulfillmentConfiguration: { serviceLevel: { serviceTiers: [order.shippingSpeed] } },
  destination: { deliveryAddress: order.destination },
  lineItems: order.items.map(toItem),
});

/** `amazonSku` is the seller's SKU of goods at Amazon. */
const toItem = ({ sku, quantity }: { sku: string; quantity: number }) => ({
  product: { productIdentifier: { amazonSku: sku } },
  amount: { unit: 'EACHES', value: String(quantity) },
});

const toListed = (order: FulfillmentOrder) => ({
  orderId: order.orderId,
  status: order.status,
  statusUpdateTime: order.statusUpdateTime ?? undefined,
  fulfillment: toFulfillment(order),
});

/** Orders are filled or killed, as Amazon does by default: what stands against a part of one stands against all of it. */
const toPreview = ({ plannedShipments, constraints }: Awaited<ReturnType<typeof getOrderPreview>>): Preview => {
  const reasons = [...new Set((constraints ?? []).map(({ code }) => code ?? 'unnamed constraint'))];
  const offers = plannedShipments.map((shipment) => shipment.offers?.[0]);
  const isOffered = offers.length > 0 && offers.every((offer) => offer !== undefined);
  const prices = offers.flatMap((offer) => offer?.estimatedPrice?.totalPrice ?? []);
  return {
    reasons: isOffered || reasons.length > 0 ? reasons : ['no offer'],
    estimatedPrice: prices.length === offers.length ? sumOf(prices) : undefined,
  };
};

/** Undefined: they are of several currencies, or none. */
function sumOf(prices: readonly { amount: string; currencyCode: string }[]): Preview['estimatedPrice'] {
  const [currencyCode, ...others] = new Set(prices.map((price) => price.currencyCode));
  if (currencyCode === undefined || others.length > 0) return undefined;
  const decimals = Math.max(...prices.map(({ amount }) => amount.split('.')[1]?.length ?? 0));
  const sum = prices.reduce((total, { amount }) => total + Number(amount), 0);
  return { amount: sum.toFixed(decimals), currencyCode };
}

function toFulfillment({ status, receiveTime, statusUpdateTime, lineItems, shipments }: FulfillmentOrder): Fulfillment {
  return {
    status,
    receiveTime: receiveTime ?? undefined,
    statusUpdateTime: statusUpdateTime ?? undefined,
    lineItems: (lineItems ?? []).map((line) => ({
      lineItemId: line.lineItemId,
      sku: line.product?.productIdentifier?.amazonSku ?? undefined,
      quantity: toCount(line.amount),
      cancelledQuantity: toCount(line.cancelledAmount),
      unfulfillableQuantity: toCount(line.unfulfillableAmount),
    })),
    shipments: (shipments ?? []).map(toShipment),
  };
}

type AmazonShipment = NonNullable<FulfillmentOrder['shipments']>[number];

function toShipment(shipment: AmazonShipment): Fulfillment['shipments'][number] {
  const items = shipment.items ?? [];
  return {
    amazonShipmentId: shipment.amazonShipmentId,
    status: shipment.status ?? undefined,
    shipTime: shipment.shipTime ?? undefined,
    deliveryTime: shipment.deliveryTime ?? undefined,
    items: items.flatMap(({ lineItemId, amount }) => (lineItemId ? [{ lineItemId, quantity: toCount(amount) }] : [])),
    packages: (shipment.packages ?? []).map(({ packageId, status, deliveryTime, shipmentItemIds, tracking }) => {
      const inside = items.filter(
        (item) => item.packageId === packageId || (shipmentItemIds ?? []).includes(item.shipmentItemId ?? ''),
      );
      return {
        packageId,
        status: status ?? undefined,
        carrierCode: tracking?.carrier?.carrierCode ?? undefined,
        trackingNumber: tracking?.carrier?.trackingNumber ?? undefined,
        amazonTrackingNumber: tracking?.amazon?.trackingNumber ?? undefined,
        deliveryTime: deliveryTime ?? undefined,
        lineItemIds: inside.flatMap(({ lineItemId }) => lineItemId ?? []),
      };
    }),
  };
}

const toCount = (amount: { value: string } | null | undefined) => (amount ? Number(amount.value) : undefined);
