/** A unit that a customer sent back to Amazon's warehouse, as the FBA returns report tells of it. */
export interface FbaReturn {
  readonly marketplaceId: string;
  /** ISO. */
  readonly returnDate: string;
  readonly orderId: string;
  readonly sku: string;
  readonly asin: string;
  readonly fnsku: string;
  readonly productName: string;
  readonly quantity: number;
  readonly fulfillmentCenterId: string;
  readonly detailedDisposition: string;
  readonly reason: string;
  readonly status: string;
  /** Its key in the account. The report may still leave it out: see `hidesLicensePlate`. */
  readonly licensePlateNumber: string;
  /** The report's column stays empty: Amazon does not always have the number. */
  readonly hidesLicensePlate?: boolean;
  readonly customerComments: string;
}
