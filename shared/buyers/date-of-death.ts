const DAY_MS = 24 * 60 * 60 * 1000;

/** Amazon's Data Protection Policy allows 30 days after delivery; three are kept back for TTL, which deletes late. */
const BUYER_DATA_LIVES_MS = 27 * DAY_MS;

/** The Unix second at which a buyer's data must be gone, counted from the delivery or the best that is known of it (ISO). */
export const dateOfDeath = (delivery: string) => Math.floor((Date.parse(delivery) + BUYER_DATA_LIVES_MS) / 1000);
