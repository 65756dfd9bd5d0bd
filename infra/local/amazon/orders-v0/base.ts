/** What all reads of Orders v0 have in common. */
export const ordersV0 = {
  api: 'orders-v0',
  method: 'GET',
  usagePlan: { rate: 0.5, burst: 30 },
  roles: ['inventory-and-order-tracking', 'direct-to-consumer-shipping'],
} as const;

export const BASE_PATH = '/orders/v0/orders';
