import { clientRateLimits, MerchantFulfillmentApi } from '@sp-api-sdk/merchant-fulfillment-api-v0';
import * as z from 'zod/mini';
import { type Operation, usagePlanOf } from '../operation.ts';
import { readAnswer } from '../read-answer.ts';
import { pathFor } from '../restricted/restricted-resource.ts';
import type { SpApi } from '../sp-api.ts';
import type { Lane } from '../usage/usage-limiter.ts';

/** getShipment, Merchant Fulfillment v0: 1 request a second, burst 1. */
export const GET_SHIPMENT: Operation = {
  operationId: 'getShipment',
  api: 'merchant-fulfillment-v0',
  usagePlan: usagePlanOf(clientRateLimits, 'get', '/mfn/v0/shipments/1'),
  harmlessTwice: true,
};

/** A shipment whose label was bought from Amazon, with address and label; all fields pass as they come. */
export const MerchantShipment = z.looseObject({ ShipmentId: z.string(), AmazonOrderId: z.string() });
export type MerchantShipment = z.infer<typeof MerchantShipment>;

/** Reads a shipment; `bulk`: others too, with the same token. */
export async function getShipment(
  { shipmentId, bulk = false }: { shipmentId: string; bulk?: boolean },
  { spApi, lane }: { spApi: Pick<SpApi, 'call'>; lane: Lane },
): Promise<MerchantShipment> {
  const path = pathFor('/mfn/v0/shipments/{shipmentId}', { id: shipmentId, bulk });
  const answer = await spApi.call(
    GET_SHIPMENT,
    lane,
    ({ endpoint, axios, options }) =>
      new MerchantFulfillmentApi(undefined, endpoint, axios).getShipment({ shipmentId }, options),
    { resource: { method: 'GET', path } },
  );
  return readAnswer('getShipment', answer, z.object({ payload: MerchantShipment })).payload;
}
