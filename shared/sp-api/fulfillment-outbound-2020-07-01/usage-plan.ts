import { clientRateLimits } from '@sp-api-sdk/fulfillment-outbound-api-2020-07-01';
import { usagePlanOf } from '../operation.ts';

/** Fulfillment Outbound 2020-07-01: 2 requests a second, burst 30, for each of its operations that is used here. */
export const outboundPlan = (method: 'get' | 'post' | 'put', path: `/${string}`) =>
  usagePlanOf(clientRateLimits, method, `/fba/outbound/2020-07-01${path}`);
