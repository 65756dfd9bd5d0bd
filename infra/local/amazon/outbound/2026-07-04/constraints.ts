import type { ServiceTier } from '../outbound-order.ts';

/** Why something cannot be, as 2026-07-04 words it. */

export const notEnough = (sku: string) => ({
  message: `There is not enough quantity of item ${sku}.`,
  type: 'ValidationError',
  code: 'ItemQuantityNotAvailable',
  details: [{ type: 'amazonSku', value: sku }],
});

export const tierConstraint = (tier: ServiceTier) => ({
  message: `${tier} delivery is unavailable.`,
  type: 'ValidationError',
  code: 'DeliverySLAUnavailable',
  details: [{ type: 'serviceTier', value: tier }],
});

export const unknownSku = (sku: string) => ({
  message: `${sku} is not in the inventory.`,
  type: 'ValidationError',
  code: 'InvalidSKU',
  details: [{ type: 'amazonSku', value: sku }],
});
