import type { OutboundRequest, OutboundStatus, ServiceTier } from '../outbound-order.ts';

/** The words of 2020-07-01 for what the store holds in those of 2026-07-04. */

export const TIER_OF = {
  Standard: 'STANDARD',
  Expedited: 'EXPEDITED',
  Priority: 'PRIORITY',
  ScheduledDelivery: 'SCHEDULED',
} as const satisfies Record<string, ServiceTier>;

export const SPEED_OF: Record<ServiceTier, keyof typeof TIER_OF> = {
  STANDARD: 'Standard',
  EXPEDITED: 'Expedited',
  PRIORITY: 'Priority',
  SCHEDULED: 'ScheduledDelivery',
};

export const POLICY_OF = {
  FillOrKill: 'FILL_OR_KILL',
  FillAll: 'FILL_ALL',
  FillAllAvailable: 'FILL_ALL_AVAILABLE',
} as const satisfies Record<string, OutboundRequest['policy']>;

export const POLICY_NAME: Record<OutboundRequest['policy'], keyof typeof POLICY_OF> = {
  FILL_OR_KILL: 'FillOrKill',
  FILL_ALL: 'FillAll',
  FILL_ALL_AVAILABLE: 'FillAllAvailable',
};

export const STATUS_NAME: Record<OutboundStatus, string> = {
  NEW: 'New',
  RECEIVED: 'Received',
  PLANNING: 'Planning',
  PROCESSING: 'Processing',
  COMPLETE: 'Complete',
  COMPLETE_PARTIALLED: 'CompletePartialled',
  CANCELLED: 'Cancelled',
  UNFULFILLABLE: 'Unfulfillable',
  INVALID: 'Invalid',
};
