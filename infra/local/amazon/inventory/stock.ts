/** Units of one SKU in Amazon's hands or on their way there, by what keeps them. */
export interface StockQuantities {
  readonly fulfillable: number;
  readonly inboundWorking: number;
  readonly inboundShipped: number;
  readonly inboundReceiving: number;
  readonly pendingCustomerOrder: number;
  readonly pendingTransshipment: number;
  readonly fcProcessing: number;
  readonly researchingShortTerm: number;
  readonly researchingMidTerm: number;
  readonly researchingLongTerm: number;
  readonly customerDamaged: number;
  readonly warehouseDamaged: number;
  readonly distributorDamaged: number;
  readonly carrierDamaged: number;
  readonly defective: number;
  readonly expired: number;
}

/** The stock of one SKU as one marketplace sees it. */
export interface Stock {
  readonly sellerSku: string;
  readonly asin: string;
  /** Several SKUs may share one: they are the same units on the same shelf. */
  readonly fnSku: string;
  readonly condition: string;
  readonly productName: string;
  readonly quantities: StockQuantities;
  /** ISO: when any quantity changed last. */
  readonly lastUpdatedTime: string;
  /** ISO: the same without the inbound quantities, whose changes a delta does not find (spapi 8.2). */
  readonly noticedTime: string;
}

export const NO_STOCK: StockQuantities = {
  fulfillable: 0,
  inboundWorking: 0,
  inboundShipped: 0,
  inboundReceiving: 0,
  pendingCustomerOrder: 0,
  pendingTransshipment: 0,
  fcProcessing: 0,
  researchingShortTerm: 0,
  researchingMidTerm: 0,
  researchingLongTerm: 0,
  customerDamaged: 0,
  warehouseDamaged: 0,
  distributorDamaged: 0,
  carrierDamaged: 0,
  defective: 0,
  expired: 0,
};

/** What the quantities add up to, by the sums that Amazon tells. */
export function sumsOf(quantities: StockQuantities) {
  const { fulfillable, inboundWorking, inboundShipped, inboundReceiving } = quantities;
  const reserved = quantities.pendingCustomerOrder + quantities.pendingTransshipment + quantities.fcProcessing;
  const researching = quantities.researchingShortTerm + quantities.researchingMidTerm + quantities.researchingLongTerm;
  const unfulfillable =
    quantities.customerDamaged +
    quantities.warehouseDamaged +
    quantities.distributorDamaged +
    quantities.carrierDamaged +
    quantities.defective +
    quantities.expired;
  const warehouse = fulfillable + reserved + researching + unfulfillable;
  return {
    reserved,
    researching,
    unfulfillable,
    warehouse,
    total: warehouse + inboundWorking + inboundShipped + inboundReceiving,
  };
}
