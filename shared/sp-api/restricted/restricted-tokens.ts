import type { RestrictedDataToken } from '../tokens-2021-03-01/create-restricted-data-token.ts';
import type { TokenRequest } from './check-token-request.ts';
import { mergeResources } from './split-resources.ts';

/** A token is not used any more this long before it ends: it must survive the call that it is put into. */
const MARGIN_MS = 60_000;

interface Kept {
  readonly value: string;
  readonly renewAt: number;
  readonly endsAt: number;
}

/**
 * The Restricted Data Tokens of one seller and region, kept for the process: one for the same resources, data elements
 * and target application, until a minute before its hour ends. One request for each is in flight at a time.
 */
export class RestrictedTokens {
  private readonly now: () => number;
  private readonly kept = new Map<string, Kept>();
  private readonly pending = new Map<string, Promise<RestrictedDataToken>>();

  constructor({ now }: { now: () => number }) {
    this.now = now;
  }

  /** A token that is good for at least another minute, and for how many seconds; `ask` gets one where none is kept. */
  async find(request: TokenRequest, ask: () => Promise<RestrictedDataToken>): Promise<RestrictedDataToken> {
    const key = keyOf(request);
    const kept = this.kept.get(key);
    if (kept && this.now() < kept.renewAt) {
      return { restrictedDataToken: kept.value, expiresIn: Math.floor((kept.endsAt - this.now()) / 1000) };
    }
    const pending = this.pending.get(key) ?? this.renew(key, ask).finally(() => this.pending.delete(key));
    this.pending.set(key, pending);
    return pending;
  }

  /** Amazon did not take this token: the next call gets another. One that was renewed meanwhile stays. */
  discard(value: string): void {
    for (const [key, kept] of this.kept) if (kept.value === value) this.kept.delete(key);
  }

  private async renew(key: string, ask: () => Promise<RestrictedDataToken>): Promise<RestrictedDataToken> {
    const askedAt = this.now();
    const token = await ask();
    const endsAt = askedAt + token.expiresIn * 1000;
    const renewAt = endsAt - Math.min(MARGIN_MS, (token.expiresIn * 1000) / 2);
    this.forgetDead();
    this.kept.set(key, { value: token.restrictedDataToken, renewAt, endsAt });
    return token;
  }

  /** Each document has a token of its own: they would gather. */
  private forgetDead(): void {
    for (const [key, { renewAt }] of this.kept) if (renewAt <= this.now()) this.kept.delete(key);
  }
}

/** The same whatever the order of resources and elements. */
const keyOf = ({ restrictedResources, targetApplication = '' }: TokenRequest) =>
  JSON.stringify([
    targetApplication,
    mergeResources(restrictedResources)
      .map((each) => JSON.stringify(each))
      .sort(),
  ]);
