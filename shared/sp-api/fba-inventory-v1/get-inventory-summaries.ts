import { clientRateLimits, FbaInventoryApi } from '@sp-api-sdk/fba-inventory-api-v1';
import * as z from 'zod/mini';
import { type Operation, usagePlanOf } from '../operation.ts';
import { readAnswer } from '../read-answer.ts';
import type { SpApi } from '../sp-api.ts';
import type { Lane } from '../usage/usage-limiter.ts';

/** getInventorySummaries: 2 requests a second, burst 2. */
export const GET_INVENTORY_SUMMARIES: Operation = {
  operationId: 'getInventorySummaries',
  usagePlan: usagePlanOf(clientRateLimits, 'get', '/fba/inventory/v1/summaries'),
  harmlessTwice: true,
};

/** One marketplace a call; `startDateTime` (at most 18 months ago) asks for changes only, without those of inbound quantities. */
export interface InventoryRequest {
  readonly marketplaceId: string;
  readonly startDateTime?: string;
  /** Of the page before: dies 30 seconds after it was given. */
  readonly nextToken?: string;
}

/** One SKU's stock, Amazon's names; all fields but the key pass as they come. */
export const InventorySummary = z.looseObject({ sellerSku: z.string() });
export type InventorySummary = z.infer<typeof InventorySummary>;

export interface InventoryPage {
  /** Each still to be parsed as an {@link InventorySummary}. */
  readonly inventorySummaries: readonly unknown[];
  readonly nextToken?: string;
}

const GetInventorySummariesResponse = z.object({
  payload: z.object({ inventorySummaries: z.array(z.unknown()) }),
  pagination: z.nullish(z.object({ nextToken: z.nullish(z.string()) })),
});

/** One page of stock, with details. */
export async function getInventorySummaries(
  { marketplaceId, startDateTime, nextToken }: InventoryRequest,
  { spApi, lane }: { spApi: Pick<SpApi, 'call'>; lane: Lane },
): Promise<InventoryPage> {
  const answer = await spApi.call(GET_INVENTORY_SUMMARIES, lane, ({ endpoint, axios, options }) =>
    new FbaInventoryApi(undefined, endpoint, axios).getInventorySummaries(
      {
        granularityType: 'Marketplace',
        granularityId: marketplaceId,
        marketplaceIds: [marketplaceId],
        details: true,
        ...(startDateTime !== undefined && { startDateTime }),
        ...(nextToken !== undefined && { nextToken }),
      },
      options,
    ),
  );
  const { payload, pagination } = readAnswer('getInventorySummaries', answer, GetInventorySummariesResponse);
  return { inventorySummaries: payload.inventorySummaries, nextToken: pagination?.nextToken ?? undefined };
}
