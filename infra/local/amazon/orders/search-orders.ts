import type { Call, Operation, Reply } from '../gateway/operation.ts';
import { findPage } from './find-page.ts';
import { makeOdd } from './odd-order.ts';
import { readOrderFilters } from './order-filters.ts';
import { viewOrder } from './order-view.ts';
import { issuePageToken, type PagePosition, readPageToken } from './page-token.ts';
import { readIncludedData } from './read-included-data.ts';
import { readSearchWindow, type SearchWindow } from './search-window.ts';
import { withUnknownValues } from './unknown-values.ts';

/** Orders 2026-01-01 searchOrders: one page of the orders created or updated in a window. */
export const searchOrders: Operation = {
  api: 'orders-2026-01-01',
  operationId: 'searchOrders',
  method: 'GET',
  path: '/orders/2026-01-01/orders',
  usagePlan: { rate: 0.0056, burst: 20 },
  roles: ['inventory-and-order-tracking', 'direct-to-consumer-shipping'],
  queryParameters: [
    'createdAfter',
    'createdBefore',
    'lastUpdatedAfter',
    'lastUpdatedBefore',
    'fulfillmentStatuses',
    'marketplaceIds',
    'fulfilledBy',
    'maxResultsPerPage',
    'paginationToken',
    'includedData',
  ],
  handle: answerSearch,
};

/**
 * There is no snapshot: each page is read from the orders as they are now, from where the page before ended. An order
 * that changes meanwhile moves; while it stays in the window it may be seen twice, never not at all.
 */
function answerSearch(call: Call): Reply {
  const asked = call.query.integer('maxResultsPerPage', { min: 1, max: 100 }) ?? 100;
  const pageSize = Math.min(asked, call.faults.ordersOnPage);
  const included = readIncludedData(call);
  const isWanted = readOrderFilters(call);
  const window = readSearchWindow(call);
  const token = call.query.text('paginationToken');
  const position = token === undefined ? firstPage(window, call) : readPageToken(token, call);
  const found = findPage(
    { by: window.by, since: window.since, until: new Date(position.upperBound) },
    { position, isWanted, pageSize, book: call.seller.orders, repeatLast: call.faults.duplicateOrdersAcrossPages },
  );

  const view = { included, roles: call.seller.roles, withoutRole: call.faults.withoutRole, now: call.now };
  const orders = found.orders.map((order) => withUnknownValues(viewOrder(order, view), call.faults.unknownEnumValues));
  const body = {
    orders: makeOdd(orders, position.page, call.faults.oddOrders),
    ...(found.next && { pagination: { nextToken: issuePageToken(found.next, call) } }),
    [window.by === 'created' ? 'createdBefore' : 'lastUpdatedBefore']: position.upperBound,
  };
  return { status: 200, body };
}

const firstPage = ({ until }: SearchWindow, { faults }: Call): PagePosition => ({
  after: '',
  page: 1,
  upperBound: until.toISOString(),
  unsorted: faults.unsortedOrders,
});
