import { clientRateLimits } from '@sp-api-sdk/fulfillment-outbound-api-2026-07-04';
import { usagePlanOf } from '../operation.ts';

/** Fulfillment Outbound 2026-07-04: 2 requests a second, burst 30, for each of its operations that is used here. */
export const outboundPlan = (method: 'get' | 'post' | 'put', path: `/${string}`) =>
  usagePlanOf(clientRateLimits, method, `/fulfillment/outbound/2026-07-04${path}`);
