import type { Fulfillment } from './fulfillment.ts';
import type { Destination, OutboundRequest } from './outbound-request.ts';

/** Everything that a create needs; the same every time that it is made. */
export interface OrderToCreate extends OutboundRequest {
  readonly orderId: string;
  readonly destination: Destination;
  /** Amazon keeps the goods until the order is released, 14 days at most. */
  readonly held: boolean;
  /** ISO. */
  readonly pickedUpAt: string;
}

/** An order in Amazon's list. `fulfillment` is absent where the list does not tell it. */
export interface ListedOrder {
  readonly orderId: string;
  readonly status: string;
  readonly statusUpdateTime?: string | undefined;
  readonly fulfillment?: Fulfillment | undefined;
}

export interface ListedPage {
  readonly orders: readonly ListedOrder[];
  /** Could not be read; holds buyers' data. */
  readonly unreadable: readonly unknown[];
  readonly nextToken?: string | undefined;
}

/** Whether an order could be done, and for how much. */
export interface Preview {
  /** Amazon's codes; empty: it can be done. */
  readonly reasons: readonly string[];
  readonly estimatedPrice?: { readonly amount: string; readonly currencyCode: string } | undefined;
}

/** Amazon's Multi-Channel Fulfillment, whichever version of its API answers. Throws the errors of `shared/sp-api`. */
export interface FulfillmentPort {
  /** The list has shipments and tracking; else each changed order must be found. */
  readonly listTellsAll: boolean;
  /** Not harmless twice. Undefined: accepted, and to be seen later. */
  create(order: OrderToCreate): Promise<Fulfillment | undefined>;
  /** Undefined: Amazon knows of none of this id, or not yet. */
  find(orderId: string): Promise<Fulfillment | undefined>;
  /** Orders that changed after a moment (ISO), page by page. */
  list(request: { updatedAfter: string; pageToken?: string | undefined }): Promise<ListedPage>;
  preview(order: OrderToCreate): Promise<Preview>;
  release(orderId: string): Promise<void>;
  /** Best effort. */
  cancel(orderId: string): Promise<void>;
}
