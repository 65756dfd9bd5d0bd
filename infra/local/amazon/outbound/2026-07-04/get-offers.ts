import type { Call, Operation, Reply } from '../../gateway/operation.ts';
import { parseBody } from '../../gateway/parse-body.ts';
import { deliveryOf } from '../delivery-promise.ts';
import { BASE_PATH, outbound20260704 } from './base.ts';
import { notEnough, tierConstraint, unknownSku } from './constraints.ts';
import { OffersRequest } from './order-request.ts';
import { isAvailable, originOf } from './to-request.ts';

const QUARTER_HOUR = 15 * 60 * 1000;

/** Fulfillment Outbound 2026-07-04 getOffers: when each item could be delivered. */
export const getOffers: Operation = {
  ...outbound20260704,
  operationId: 'getOffers',
  method: 'POST',
  path: `${BASE_PATH}/offers`,
  usagePlan: { rate: 5, burst: 30 },
  queryParameters: [],
  handle: answerOffers,
};

function answerOffers({ body, seller, now, faults }: Call): Reply {
  const asked = parseBody(OffersRequest, body);
  const { originCountryCode } = originOf(asked.origin, seller);
  const tiers = asked.fulfillmentConfiguration?.serviceLevel?.serviceTiers ?? ['STANDARD' as const];
  const expiryTime = new Date(now.getTime() + QUARTER_HOUR).toISOString();
  const offerResults = asked.items.map((item) => {
    const sku = item.productIdentifier?.amazonSku ?? '';
    const units = seller.outbound.unitsOf(sku);
    const offered =
      units === undefined || units < 1 ? [] : tiers.filter((tier) => isAvailable(tier, originCountryCode));
    const missing = units === undefined ? [unknownSku(sku)] : units < 1 ? [notEnough(sku)] : [];
    return {
      item,
      offers: offered.map((serviceTier) => {
        const { delivery } = deliveryOf(serviceTier, { now, times: faults.outbound.times });
        return { expiryTime, fulfillmentConfiguration: { serviceLevel: { serviceTier, deliveryInterval: delivery } } };
      }),
      constraints: [
        ...missing,
        ...tiers.filter((tier) => !isAvailable(tier, originCountryCode)).map((tier) => tierConstraint(tier)),
      ],
    };
  });
  return { status: 200, body: { offerResults } };
}
