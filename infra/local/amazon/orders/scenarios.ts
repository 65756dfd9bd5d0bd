import type { FulfillmentStatus } from '@sp-api-sdk/orders-api-2026-01-01';

/** What is particular about an order. */
export interface Scenario {
  readonly status: FulfillmentStatus;
  readonly fulfilledBy: 'AMAZON' | 'MERCHANT';
  /** How many different items it has. Default: 1. */
  readonly items?: number;
  readonly giftMessage?: boolean;
  readonly customized?: boolean;
  readonly promotion?: boolean;
  /** Bought by a company: tax registration, purchase order number. */
  readonly business?: boolean;
  /** Default: AMAZON. */
  readonly channelName?: 'AMAZON' | 'NON_AMAZON';
}

/** What a seller sees in a month, in turn: every account of thirteen orders or more has all of it. */
export const SCENARIOS: readonly [Scenario, ...Scenario[]] = [
  { status: 'SHIPPED', fulfilledBy: 'AMAZON' },
  { status: 'SHIPPED', fulfilledBy: 'MERCHANT', items: 2 },
  { status: 'UNSHIPPED', fulfilledBy: 'MERCHANT', items: 3 },
  { status: 'PENDING', fulfilledBy: 'AMAZON' },
  { status: 'CANCELLED', fulfilledBy: 'MERCHANT' },
  { status: 'SHIPPED', fulfilledBy: 'AMAZON', items: 4, promotion: true },
  { status: 'PARTIALLY_SHIPPED', fulfilledBy: 'MERCHANT', items: 2 },
  { status: 'UNSHIPPED', fulfilledBy: 'MERCHANT', giftMessage: true },
  { status: 'SHIPPED', fulfilledBy: 'MERCHANT', business: true },
  { status: 'UNSHIPPED', fulfilledBy: 'MERCHANT', customized: true },
  { status: 'PENDING_AVAILABILITY', fulfilledBy: 'AMAZON' },
  { status: 'UNFULFILLABLE', fulfilledBy: 'AMAZON', channelName: 'NON_AMAZON' },
  { status: 'UNSHIPPED', fulfilledBy: 'AMAZON', business: true, promotion: true },
];
