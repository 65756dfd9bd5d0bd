import type { Region } from '../../../shared/shops/shop.ts';
import type { UsagePlan } from './gateway/operation.ts';
import type { Stock } from './inventory/stock.ts';
import type { Listing } from './listings/listing.ts';
import type { ShipmentBook } from './merchant-fulfillment/shipment-book.ts';
import type { OrderBook } from './orders/order-book.ts';
import type { OutboundBook } from './outbound/outbound-book.ts';
import type { ReportBook } from './reports/report-book.ts';
import type { ReturnBook } from './returns/return-book.ts';
import type { SkuBook } from './sku-book.ts';

/** Roles that a seller's grant can give an application; without one, operations are refused or fields left out. */
export const ROLES = [
  'inventory-and-order-tracking',
  'direct-to-consumer-shipping',
  'tax-invoicing',
  'tax-remittance',
  'amazon-fulfillment',
  'product-listing',
  'pricing',
] as const;
export type Role = (typeof ROLES)[number];

/** A seller account in one region, with everything the simulated Amazon knows about it. */
export interface Seller {
  readonly sellerId: string;
  readonly region: Region;
  readonly refreshToken: string;
  readonly marketplaceIds: readonly string[];
  /** Roles of the seller's grant; tests may take one away. */
  readonly roles: Set<Role>;
  /** Usage plans of this seller that differ from the default, by operationId (Amazon's dynamic plans). */
  readonly usagePlans: Map<string, UsagePlan>;
  readonly orders: OrderBook;
  /** Multi-Channel Fulfillment. */
  readonly outbound: OutboundBook;
  /** Labels that the merchant has bought. */
  readonly shipments: ShipmentBook;
  readonly listings: SkuBook<Listing>;
  /** What Amazon's warehouses hold. */
  readonly stock: SkuBook<Stock>;
  readonly returns: ReturnBook;
  readonly reports: ReportBook;
}
