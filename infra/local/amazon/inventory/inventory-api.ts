import type { Operation } from '../gateway/operation.ts';
import { getInventorySummaries } from './get-inventory-summaries.ts';

/** FBA Inventory API v1, without what Amazon's sandbox alone has. */
export const inventoryApi: readonly Operation[] = [getInventorySummaries];
