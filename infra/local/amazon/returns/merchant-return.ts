/** A return that a customer asked of the merchant, as both merchant returns reports tell of it. Changes with time. */
export interface MerchantReturn {
  readonly marketplaceId: string;
  /** Its key in the account. */
  readonly amazonRmaId: string;
  readonly merchantRmaId: string;
  readonly orderId: string;
  /** ISO, as all times here. */
  readonly orderDate: string;
  readonly returnRequestDate: string;
  readonly returnRequestStatus: string;
  readonly labelType: string;
  readonly labelCost: string;
  readonly currencyCode: string;
  readonly returnCarrier: string;
  readonly trackingId: string;
  readonly labelToBePaidBy: string;
  readonly aToZClaim: boolean;
  readonly isPrime: boolean;
  readonly returnType: string;
  readonly invoiceNumber: string;
  /** Empty until it has come back. */
  readonly returnDeliveryDate: string;
  readonly orderAmount: string;
  readonly orderQuantity: number;
  readonly items: readonly MerchantReturnItem[];
}

export interface MerchantReturnItem {
  readonly itemName: string;
  readonly asin: string;
  readonly merchantSku: string;
  readonly returnQuantity: number;
  readonly returnReason: string;
  readonly inPolicy: boolean;
  readonly resolution: string;
  /** Empty until it is refunded. */
  readonly refundedAmount: string;
}
