import { contentHash } from '../runtime/content-hash.ts';

/**
 * What tells a request from a changed one: of what is ordered, and of where it goes, which is gone after pick-up. `hold`
 * and `cancel` are wishes that may come at any time, and attributes of the user's own are none of ours.
 */
export const requestHashes = ({ marketplaceId, shippingSpeed, items, destination }: Record<string, unknown>) => ({
  requestHash: contentHash({ marketplaceId, shippingSpeed, items }),
  destinationHash: destination === undefined ? undefined : contentHash(destination),
});
