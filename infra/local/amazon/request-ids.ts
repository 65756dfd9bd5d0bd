import { createHash } from 'node:crypto';

/** Ids in the form of Amazon's `x-amzn-RequestId`, the same in every simulation of the same seed. */
export function requestIds(seed: string): () => string {
  let count = 0;
  return () => {
    count += 1;
    const hex = createHash('sha256').update(`${seed}/request/${count}`).digest('hex');
    return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join('-');
  };
}
