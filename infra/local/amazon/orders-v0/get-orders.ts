import type { Order } from '@sp-api-sdk/orders-api-2026-01-01';
import * as z from 'zod/mini';
import { accessDenied, invalidInput } from '../gateway/api-error.ts';
import { issueNextToken, readNextToken } from '../gateway/next-token.ts';
import type { Call, Operation, Reply } from '../gateway/operation.ts';
import { findMarketplace } from '../marketplaces.ts';
import { findPage } from '../orders/find-page.ts';
import { BASE_PATH, ordersV0 } from './base.ts';
import { readSearchWindow } from './search-window.ts';
import { fulfillmentChannelOf, ORDER_STATUSES, orderStatusOf, viewOrder } from './view-order.ts';

/** Filters of Amazon's that the simulation does not have. */
const NOT_SIMULATED = [
  'PaymentMethods',
  'BuyerEmail',
  'SellerOrderId',
  'EasyShipShipmentStatuses',
  'ElectronicInvoiceStatuses',
  'ActualFulfillmentSupplySourceId',
  'IsISPU',
  'StoreChainStoreId',
  'EarliestDeliveryDateBefore',
  'EarliestDeliveryDateAfter',
  'LatestDeliveryDateBefore',
  'LatestDeliveryDateAfter',
];

/** Orders v0 getOrders: one page of the orders created or updated in a window. */
export const getOrders: Operation = {
  ...ordersV0,
  operationId: 'getOrders',
  path: BASE_PATH,
  usagePlan: { rate: 0.0167, burst: 20 },
  restricted: 'in-part',
  queryParameters: [
    'CreatedAfter',
    'CreatedBefore',
    'LastUpdatedAfter',
    'LastUpdatedBefore',
    'OrderStatuses',
    'MarketplaceIds',
    'FulfillmentChannels',
    'MaxResultsPerPage',
    'NextToken',
    'AmazonOrderIds',
    ...NOT_SIMULATED,
  ],
  handle: answerSearch,
};

/** The window goes with the token, so the caller need not repeat it; filters and page size are those of each request. */
const Position = z.object({
  by: z.enum(['created', 'lastUpdated']),
  since: z.string(),
  until: z.string(),
  after: z.string(),
  page: z.number(),
});

function answerSearch(call: Call): Reply {
  const pageSize = call.query.integer('MaxResultsPerPage', { min: 1, max: 100 }) ?? 100;
  const isWanted = readFilters(call);
  const position = readPosition(call);
  const { orders, next } = findPage(
    { by: position.by, since: new Date(position.since), until: new Date(position.until) },
    {
      book: call.seller.orders,
      isWanted,
      position: { after: position.after, page: position.page, upperBound: position.until, unsorted: false },
      pageSize,
      repeatLast: 0,
    },
  );
  const payload = {
    Orders: orders.map((order) => viewOrder(order, call.restrictedAccess)),
    ...(next && { NextToken: issueNextToken({ ...position, after: next.after, page: next.page }, [BASE_PATH], call) }),
    [position.by === 'created' ? 'CreatedBefore' : 'LastUpdatedBefore']: position.until,
  };
  return { status: 200, body: { payload } };
}

function readPosition(call: Call): z.infer<typeof Position> {
  const token = call.query.text('NextToken');
  if (token !== undefined) {
    return readNextToken(token, { schema: Position, bound: [BASE_PATH], parameter: 'NextToken' }, call);
  }
  const { by, since, until } = readSearchWindow(call);
  return { by, since: since.toISOString(), until: until.toISOString(), after: '', page: 1 };
}

function readFilters({ query, seller }: Call): (order: Order) => boolean {
  const notSimulated = NOT_SIMULATED.find((name) => query.text(name) !== undefined);
  if (notSimulated) throw invalidInput(`The simulation cannot search by '${notSimulated}'.`);
  const marketplaceIds = query.list('MarketplaceIds', { atMost: 50 });
  if (!marketplaceIds) throw invalidInput("Parameter 'MarketplaceIds' is missing.");
  for (const marketplaceId of marketplaceIds) {
    if (!findMarketplace(marketplaceId)) throw invalidInput(`Marketplace '${marketplaceId}' is not a marketplace.`);
    if (!seller.marketplaceIds.includes(marketplaceId)) throw accessDenied();
  }
  const statuses = query.list('OrderStatuses', { allowed: ORDER_STATUSES });
  const channels = query.list('FulfillmentChannels', { allowed: ['AFN', 'MFN'] });
  const orderIds = query.list('AmazonOrderIds', { atMost: 50 });
  return (order) =>
    marketplaceIds.includes(order.salesChannel.marketplaceId ?? '') &&
    (statuses?.includes(orderStatusOf(order)) ?? true) &&
    (channels?.includes(fulfillmentChannelOf(order)) ?? true) &&
    (orderIds?.includes(order.orderId) ?? true);
}
