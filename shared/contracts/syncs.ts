/** The five syncs. A sync's name is its address: folders, functions, state machines and commands spell it alike. */
export const SYNCS = ['orders', 'returns', 'items', 'fulfillment-outbound', 'fulfillment-inbound'] as const;
export type Sync = (typeof SYNCS)[number];

/** The syncs this version can run. A sync that is not built is not offered by the command and gets no schedule. */
export const BUILT_SYNCS = ['orders', 'returns', 'items', 'fulfillment-outbound'] as const satisfies readonly Sync[];

/** What a batch holds. Each kind has its own queue. */
export const KINDS = ['orders', 'returns', 'products', 'shipments', 'inbound-shipments'] as const;
export type Kind = (typeof KINDS)[number];

/** The kind of record that a sync hands downstream. */
export const KIND_OF = {
  orders: 'orders',
  returns: 'returns',
  items: 'products',
  'fulfillment-outbound': 'shipments',
  'fulfillment-inbound': 'inbound-shipments',
} as const satisfies Record<Sync, Kind>;

/** The sync that a kind of record comes from. */
export const SYNC_OF = {
  orders: 'orders',
  returns: 'returns',
  products: 'items',
  shipments: 'fulfillment-outbound',
  'inbound-shipments': 'fulfillment-inbound',
} as const satisfies Record<Kind, Sync>;

/** The FIFO queue of each kind, without stage and `.fifo`. */
export const QUEUE_OF = {
  orders: 'order-sync',
  returns: 'return-sync',
  products: 'product-sync',
  shipments: 'shipment-sync',
  'inbound-shipments': 'inbound-sync',
} as const satisfies Record<Kind, string>;
export type QueueName = (typeof QUEUE_OF)[Kind];

/** How often a sync runs unless its schedule says otherwise (EventBridge Scheduler expressions). */
export const DEFAULT_EXPRESSION = {
  orders: 'rate(10 minutes)',
  returns: 'rate(6 hours)',
  items: 'rate(6 hours)',
  'fulfillment-outbound': 'rate(5 minutes)',
  'fulfillment-inbound': 'rate(15 minutes)',
} as const satisfies Record<Sync, string>;

/** The id of the schedule that onboarding makes for a shop's sync: at most 32 + 1 + 20 of the 64 characters allowed. */
export const defaultScheduleId = (shopId: string, sync: Sync) => `${shopId}-${sync}`;
