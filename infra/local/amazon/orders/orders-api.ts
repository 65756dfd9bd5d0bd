import type { Operation } from '../gateway/operation.ts';
import { getOrder } from './get-order.ts';
import { searchOrders } from './search-orders.ts';

/** Orders API 2026-01-01. */
export const ordersApi: readonly Operation[] = [searchOrders, getOrder];
