import { orderOfKey } from './outbound-state.ts';

/** DynamoDB takes sort keys of 1024 bytes; ours is longer than the request's. */
export const MAX_ID_BYTES = 1000;

/** Whether there can be a request under this key, good or not, and a row of ours beside it. */
export const isRequestKey = (orderId: string): boolean =>
  orderId !== '' && Buffer.byteLength(orderId) <= MAX_ID_BYTES && orderOfKey(orderId) === undefined;

export const WRONG_ID = 'orderId: must be 1 to 40 of A-Z, a-z, 0-9, _, . and -; give one.';
