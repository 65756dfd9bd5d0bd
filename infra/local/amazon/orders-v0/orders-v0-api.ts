import type { Operation } from '../gateway/operation.ts';
import { getOrder } from './get-order.ts';
import { getOrderAddress } from './get-order-address.ts';
import { getOrderBuyerInfo } from './get-order-buyer-info.ts';
import { getOrderItems } from './get-order-items.ts';
import { getOrderItemsBuyerInfo } from './get-order-items-buyer-info.ts';
import { getOrderRegulatedInfo } from './get-order-regulated-info.ts';
import { getOrders } from './get-orders.ts';

/** Orders API v0: the reads that a Restricted Data Token opens. */
export const ordersV0Api: readonly Operation[] = [
  getOrders,
  getOrder,
  getOrderItems,
  getOrderAddress,
  getOrderBuyerInfo,
  getOrderItemsBuyerInfo,
  getOrderRegulatedInfo,
];
