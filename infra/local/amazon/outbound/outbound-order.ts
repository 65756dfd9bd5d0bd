/** An amount of money as both versions can show it. */
export interface OutboundMoney {
  readonly currencyCode: string;
  readonly amount: string;
}

export interface OutboundAddress {
  readonly name: string;
  readonly addressLine1: string;
  readonly addressLine2?: string | undefined;
  readonly addressLine3?: string | undefined;
  readonly city?: string | undefined;
  readonly districtOrCounty?: string | undefined;
  readonly stateOrRegion?: string | undefined;
  readonly postalCode: string;
  readonly countryCode: string;
  readonly phone?: string | undefined;
  /** 2026-07-04 only. */
  readonly email?: string | undefined;
}

export interface OutboundLine {
  readonly lineItemId: string;
  readonly sku: string;
  readonly quantity: number;
  readonly perUnitDeclaredValue?: OutboundMoney | undefined;
  /** What only one version knows of a line, as it came by that version. */
  readonly only2020?: object;
  readonly only2026?: object;
}

/** What a seller asks for, by whichever version of the API: the values are those of 2026-07-04. */
export interface OutboundRequest {
  readonly orderId: string;
  readonly marketplaceId: string;
  readonly originCountryCode: string;
  readonly serviceTier: ServiceTier;
  readonly deliveryInterval?: { startTime: string; endTime: string } | undefined;
  readonly action: 'SHIP' | 'HOLD';
  readonly policy: 'FILL_OR_KILL' | 'FILL_ALL' | 'FILL_ALL_AVAILABLE';
  readonly destination: OutboundAddress;
  readonly lines: readonly OutboundLine[];
  /** What is printed on the packing slip. */
  readonly displayable: { orderId: string; orderDate: string; orderComment: string };
  /** What only one version knows of an order, as it came by that version. */
  readonly only2020?: { readonly order: object; readonly paymentInformation: readonly object[] | undefined };
  readonly only2026?: { readonly order: object; readonly delivery: object; readonly services: object | undefined };
}

export const SERVICE_TIERS = ['STANDARD', 'EXPEDITED', 'PRIORITY', 'SCHEDULED'] as const;
export type ServiceTier = (typeof SERVICE_TIERS)[number];

/** As 2020-07-01 tells them apart; for 2026-07-04 the first four are one. */
export type OutboundStatus =
  | 'NEW'
  | 'RECEIVED'
  | 'PLANNING'
  | 'PROCESSING'
  | 'COMPLETE'
  | 'COMPLETE_PARTIALLED'
  | 'CANCELLED'
  | 'UNFULFILLABLE'
  | 'INVALID';

/** How many units of which line. */
export interface LineShare {
  readonly lineItemId: string;
  readonly quantity: number;
}

export interface OutboundPackage {
  readonly packageNumber: number;
  readonly items: readonly LineShare[];
  readonly carrierCode: string;
  readonly amazonTrackingNumber: string;
  /** Comes later than the package. */
  readonly trackingNumber?: string;
  readonly status: 'IN_TRANSIT' | 'OUT_FOR_DELIVERY' | 'DELIVERED' | 'UNDELIVERABLE';
  readonly deliveryTime: string;
}

export interface OutboundShipment {
  readonly amazonShipmentId: string;
  readonly facilityId: string;
  readonly status: 'PENDING' | 'SHIPPED' | 'CANCELLED_BY_FULFILLER' | 'CANCELLED_BY_SELLER';
  /** Estimated while it is pending. */
  readonly shipTime: string;
  readonly deliveryTime: string;
  readonly items: readonly LineShare[];
  readonly packages: readonly OutboundPackage[];
}

/** Something that happens to an order. */
export type Happening =
  | { readonly kind: 'status'; readonly status: OutboundStatus }
  | { readonly kind: 'shipment'; readonly shipment: OutboundShipment }
  | { readonly kind: 'give-up-shipment'; readonly amazonShipmentId: string }
  | { readonly kind: 'ship'; readonly amazonShipmentId: string; readonly packages: readonly OutboundPackage[] }
  | {
      readonly kind: 'package';
      readonly packageNumber: number;
      readonly change: Partial<Pick<OutboundPackage, 'trackingNumber' | 'status'>>;
    }
  | { readonly kind: 'unfulfillable'; readonly share: LineShare };

export interface PlannedHappening {
  /** Milliseconds. */
  readonly at: number;
  readonly happening: Happening;
}

/** A Multi-Channel Fulfillment order: what was asked for, what has become of it, and what will. Times in milliseconds. */
export interface OutboundOrder {
  readonly request: OutboundRequest;
  readonly receivedAt: number;
  /** Until then no one finds it. */
  readonly visibleFrom: number;
  /** Its cancelling has been asked for in time. */
  readonly isCalledOff: boolean;
  readonly status: OutboundStatus;
  readonly statusChangedAt: number;
  /** When anything about it last changed. */
  readonly updatedAt: number;
  readonly shipments: readonly OutboundShipment[];
  /** Units that were not found, by line. */
  readonly unfulfillable: ReadonlyMap<string, number>;
  /** In order of time. */
  readonly plan: readonly PlannedHappening[];
}
