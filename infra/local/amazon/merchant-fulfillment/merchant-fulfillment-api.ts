import type { Operation } from '../gateway/operation.ts';
import { getShipment } from './get-shipment.ts';

/** Merchant Fulfillment API v0: what a Restricted Data Token opens of it. */
export const merchantFulfillmentApi: readonly Operation[] = [getShipment];
