import { createHmac } from 'node:crypto';
import type { Faults } from '../faults.ts';
import { accessDenied } from '../gateway/api-error.ts';
import type { Seller } from '../seller.ts';
import type { DataElement } from './restricted-operations.ts';

/** A method and a path, specific or generic, with what the token may show of it. */
export interface RestrictedResource {
  readonly method: string;
  readonly path: string;
  readonly dataElements?: readonly DataElement[];
}

/** Whom a Restricted Data Token speaks for, and for what. */
export interface RestrictedGrant {
  /** The application that uses it: the one that asked, or the one it delegated to. */
  readonly clientId: string;
  readonly seller: Seller;
  readonly resources: readonly RestrictedResource[];
}

const PREFIX = 'Atz.sprdt|';
/** Larger than this, before it is encoded, a token may be given out and fail when it is used (spapi 4). */
const MAX_BYTES = 7 * 1024;
/** What a token holds besides its resources: seller, application, times. */
const OTHER_BYTES = 300;

export const isRestrictedToken = (token: unknown) => typeof token === 'string' && token.startsWith(PREFIX);

/** The Restricted Data Tokens that the simulated Amazon has given out. */
export class RestrictedTokens {
  private readonly issued = new Map<string, RestrictedGrant & { expiresAt: number; generation: number }>();
  private readonly faults: Faults;
  private readonly signingKey: string;

  constructor(faults: Faults, signingKey: string) {
    this.faults = faults;
    this.signingKey = signingKey;
  }

  issue(grant: RestrictedGrant, now: Date): { restrictedDataToken: string; expiresIn: number } {
    const expiresIn = this.faults.restrictedTokenLifetimeS;
    const name = `${grant.clientId} ${grant.seller.sellerId} ${now.getTime()} ${this.issued.size}`;
    const restrictedDataToken = `${PREFIX}${createHmac('sha512', this.signingKey).update(name).digest('base64url')}`;
    const expiresAt = now.getTime() + expiresIn * 1000;
    this.issued.set(restrictedDataToken, {
      ...grant,
      expiresAt,
      generation: this.faults.restrictedTokenGeneration,
    });
    return { restrictedDataToken, expiresIn };
  }

  /** Whom and what the token speaks for. Throws 403, with the details by which Amazon tells one reason from another. */
  verify(restrictedDataToken: string, now: Date): RestrictedGrant {
    const token = this.issued.get(restrictedDataToken);
    if (!token || this.faults.revokedSellers.has(token.seller.sellerId) || sizeOf(token.resources) > MAX_BYTES) {
      throw accessDenied('The access token you provided is revoked, malformed or invalid.');
    }
    if (token.expiresAt <= now.getTime() || token.generation < this.faults.restrictedTokenGeneration) {
      throw accessDenied('The access token you provided has expired.');
    }
    return token;
  }
}

/** Only Amazon knows what its tokens weigh; this is the request's own JSON and a little more. */
const sizeOf = (resources: readonly RestrictedResource[]) => Buffer.byteLength(JSON.stringify(resources)) + OTHER_BYTES;
