import type { Operation } from './gateway/operation.ts';
import { inventoryApi } from './inventory/inventory-api.ts';
import { merchantFulfillmentApi } from './merchant-fulfillment/merchant-fulfillment-api.ts';
import { ordersV0Api } from './orders-v0/orders-v0-api.ts';
import { ordersApi } from './orders/orders-api.ts';
import { outboundApi } from './outbound/outbound-api.ts';
import { reportsApi } from './reports/reports-api.ts';
import { tokensApi } from './tokens/tokens-api.ts';

/** Everything the simulated SP-API can do: one list per API. */
export const operations: readonly Operation[] = [
  ...ordersApi,
  ...reportsApi,
  ...inventoryApi,
  ...outboundApi,
  ...tokensApi,
  ...ordersV0Api,
  ...merchantFulfillmentApi,
];
