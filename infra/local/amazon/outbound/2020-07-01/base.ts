/** What all operations of Fulfillment Outbound 2020-07-01 have in common. */
export const outbound20200701 = {
  api: 'fulfillment-outbound-2020-07-01',
  usagePlan: { rate: 2, burst: 30 },
  roles: ['amazon-fulfillment'],
} as const;

export const BASE_PATH = '/fba/outbound/2020-07-01';
