import type { RestrictedResource } from './restricted-resource.ts';

/** Amazon: at most 50 restricted resources a token. */
export const MAX_RESOURCES = 50;

/** Amazon: a token of more than 7 KB, before it is encoded and encrypted, may be given out and fail when it is used. */
export const MAX_TOKEN_BYTES = 7000;

/** Seller, applications, times and signature: nobody but Amazon knows; an access token's are well below. */
const OTHER_BYTES = 800;

/**
 * What a token for these resources may weigh before it is encoded. An estimate on the safe side: only Amazon sees that
 * token, so this counts the resources as they are sent, as JSON in UTF-8, with a good allowance for the rest.
 */
export const estimateTokenBytes = (resources: readonly RestrictedResource[]) =>
  OTHER_BYTES + Buffer.byteLength(JSON.stringify(resources));
