import { createHmac } from 'node:crypto';
import type { Faults } from '../faults.ts';
import type { Seller } from '../seller.ts';
import { accessDenied } from './api-error.ts';

/** Whom an access token speaks for. Without a seller it is a grantless one (`client_credentials`). */
export interface Grant {
  readonly clientId: string;
  readonly seller?: Seller;
  readonly scope?: string;
}

interface IssuedToken extends Grant {
  readonly expiresAt: number;
  readonly generation: number;
}

/** The access tokens that the simulated Login with Amazon has given out. */
export class AccessTokens {
  private readonly issued = new Map<string, IssuedToken>();
  private readonly faults: Faults;
  private readonly signingKey: string;

  constructor(faults: Faults, signingKey: string) {
    this.faults = faults;
    this.signingKey = signingKey;
  }

  issue(grant: Grant, now: Date): { accessToken: string; expiresIn: number } {
    const expiresIn = this.faults.accessTokenLifetimeS;
    const name = `${grant.clientId} ${grant.seller?.sellerId} ${now.getTime()} ${this.issued.size}`;
    const accessToken = `Atza|${createHmac('sha512', this.signingKey).update(name).digest('base64url')}`;
    const expiresAt = now.getTime() + expiresIn * 1000;
    this.issued.set(accessToken, { ...grant, expiresAt, generation: this.faults.accessTokenGeneration });
    return { accessToken, expiresIn };
  }

  /** Whom the token speaks for. Throws 403, with the details by which Amazon tells one reason from another (spapi 5). */
  verify(accessToken: string | undefined, now: Date): Grant {
    if (!accessToken) throw accessDenied('Access token is missing in the request header.');
    const token = this.issued.get(accessToken);
    if (!token || this.faults.revokedSellers.has(token.seller?.sellerId ?? '')) {
      throw accessDenied('The access token you provided is revoked, malformed or invalid.');
    }
    if (token.expiresAt <= now.getTime() || token.generation < this.faults.accessTokenGeneration) {
      throw accessDenied('The access token you provided has expired.');
    }
    return token;
  }
}
