import type { InventorySummary } from '@sp-api-sdk/fba-inventory-api-v1';
import { type Stock, sumsOf } from './stock.ts';

/** The stock of a SKU as the API tells it; with `details`, where it is. */
export function toInventorySummary(stock: Stock, details: boolean): InventorySummary {
  const { asin, fnSku, sellerSku, condition, productName, lastUpdatedTime, quantities } = stock;
  return {
    asin,
    fnSku,
    sellerSku,
    condition,
    ...(details && { inventoryDetails: toDetails(stock) }),
    lastUpdatedTime: lastUpdatedTime.replace(/\.\d+Z$/, 'Z'),
    productName,
    totalQuantity: sumsOf(quantities).total,
    stores: [],
  };
}

function toDetails({ quantities }: Stock): InventorySummary['inventoryDetails'] {
  const { reserved, researching, unfulfillable } = sumsOf(quantities);
  return {
    fulfillableQuantity: quantities.fulfillable,
    inboundWorkingQuantity: quantities.inboundWorking,
    inboundShippedQuantity: quantities.inboundShipped,
    inboundReceivingQuantity: quantities.inboundReceiving,
    reservedQuantity: {
      totalReservedQuantity: reserved,
      pendingCustomerOrderQuantity: quantities.pendingCustomerOrder,
      pendingTransshipmentQuantity: quantities.pendingTransshipment,
      fcProcessingQuantity: quantities.fcProcessing,
    },
    researchingQuantity: {
      totalResearchingQuantity: researching,
      researchingQuantityBreakdown: [
        { name: 'researchingQuantityInShortTerm', quantity: quantities.researchingShortTerm },
        { name: 'researchingQuantityInMidTerm', quantity: quantities.researchingMidTerm },
        { name: 'researchingQuantityInLongTerm', quantity: quantities.researchingLongTerm },
      ],
    },
    unfulfillableQuantity: {
      totalUnfulfillableQuantity: unfulfillable,
      customerDamagedQuantity: quantities.customerDamaged,
      warehouseDamagedQuantity: quantities.warehouseDamaged,
      distributorDamagedQuantity: quantities.distributorDamaged,
      carrierDamagedQuantity: quantities.carrierDamaged,
      defectiveQuantity: quantities.defective,
      expiredQuantity: quantities.expired,
    },
  };
}
