/** Amazon's production endpoints by region. The sandbox has the same hosts with `sandbox.` in front. */
const PRODUCTION = {
  na: 'https://sellingpartnerapi-na.amazon.com',
  eu: 'https://sellingpartnerapi-eu.amazon.com',
  fe: 'https://sellingpartnerapi-fe.amazon.com',
} as const;

/** The endpoint to call: the one that is configured, else Amazon's own of the region; without a slash at its end. */
export const endpointOf = (region: keyof typeof PRODUCTION, configured: string) =>
  (configured || PRODUCTION[region]).replace(/\/+$/, '');
