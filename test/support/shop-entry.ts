/** A shop as a shops file holds it, with nothing wrong in it. */
export const shopEntry = (changes: Record<string, unknown> = {}) => ({
  shopId: 'shop-1',
  sellerId: 'A1TESTSELLER',
  region: 'eu',
  marketplaceIds: ['A1PA6795UKMFR9', 'A13V1IB3VIYZZH'],
  refreshToken: 'Atzr|canary-refresh-token',
  ...changes,
});
