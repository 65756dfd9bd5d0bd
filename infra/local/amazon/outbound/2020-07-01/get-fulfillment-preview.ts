import type { Call, Operation, Reply } from '../../gateway/operation.ts';
import { parseBody } from '../../gateway/parse-body.ts';
import { checkAddress } from '../check-address.ts';
import { checkLines } from '../check-lines.ts';
import { deliveryOf, feesOf } from '../delivery-promise.ts';
import { BASE_PATH, outbound20200701 } from './base.ts';
import { FulfillmentPreviewRequest } from './order-request.ts';
import { marketplaceFor } from './to-request.ts';
import { TIER_OF } from './words.ts';

/** Fulfillment Outbound 2020-07-01 getFulfillmentPreview: for each speed, whether it can be done, when, and for how much. */
export const getFulfillmentPreview: Operation = {
  ...outbound20200701,
  operationId: 'getFulfillmentPreview',
  method: 'POST',
  path: `${BASE_PATH}/fulfillmentOrders/preview`,
  queryParameters: [],
  handle: answerPreview,
};

const DEFAULT_SPEEDS = ['Standard', 'Expedited', 'Priority'] as const;

function answerPreview({ body, seller, now, faults }: Call): Reply {
  const asked = parseBody(FulfillmentPreviewRequest, body);
  const marketplace = marketplaceFor(asked.marketplaceId, seller);
  checkAddress(asked.address);
  checkLines(
    asked.items.map(({ sellerFulfillmentOrderItemId: lineItemId, sellerSku: sku, quantity }) => ({
      lineItemId,
      sku,
      quantity,
    })),
    seller.outbound,
  );
  const items = asked.items.map(({ sellerSku, sellerFulfillmentOrderItemId, quantity }) => ({
    sellerSku,
    sellerFulfillmentOrderItemId,
    quantity,
  }));
  const short = items.filter(({ sellerSku, quantity }) => quantity > (seller.outbound.unitsOf(sellerSku) ?? 0));

  const fulfillmentPreviews = (asked.shippingSpeedCategories ?? DEFAULT_SPEEDS).map((speed) => {
    const isOffered = speed !== 'ScheduledDelivery' || marketplace.countryCode === 'JP';
    const isFulfillable = isOffered && short.length === 0;
    const { ship, delivery } = deliveryOf(TIER_OF[speed], { now, times: faults.outbound.times });
    const { fees } = feesOf(asked.items, TIER_OF[speed], marketplace);
    return {
      shippingSpeedCategory: speed,
      isFulfillable,
      isCODCapable: false,
      marketplaceId: marketplace.marketplaceId,
      ...(isFulfillable && {
        estimatedShippingWeight: { unit: 'KG', value: '0.8' },
        estimatedFees: fees.map(({ name, money: { currencyCode, amount } }) => ({
          name: name === 'TransportationFee' ? 'FBATransportationFee' : 'FBAPerUnitFulfillmentFee',
          amount: { currencyCode, value: amount },
        })),
        fulfillmentPreviewShipments: [
          {
            earliestShipDate: ship.startTime,
            latestShipDate: ship.endTime,
            earliestArrivalDate: delivery.startTime,
            latestArrivalDate: delivery.endTime,
            fulfillmentPreviewItems: items,
          },
        ],
      }),
      unfulfillablePreviewItems: short.map((item) => ({
        ...item,
        itemUnfulfillableReasons: ['ItemQuantityNotAvailable'],
      })),
      ...(!isOffered && { orderUnfulfillableReasons: ['DeliverySLAUnavailable'] }),
    };
  });
  return { status: 200, body: { payload: { fulfillmentPreviews } } };
}
