/** What all operations of Fulfillment Outbound 2026-07-04 have in common. */
export const outbound20260704 = {
  api: 'fulfillment-outbound-2026-07-04',
  usagePlan: { rate: 2, burst: 30 },
  roles: ['amazon-fulfillment'],
} as const;

export const BASE_PATH = '/fulfillment/outbound/2026-07-04';
