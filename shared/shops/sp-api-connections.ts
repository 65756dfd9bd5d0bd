import { createHash } from 'node:crypto';
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { PublishMetric } from '../runtime/metrics.ts';
import { AmazonClock } from '../sp-api/amazon-clock.ts';
import { endpointOf } from '../sp-api/endpoints.ts';
import { LwaTokens } from '../sp-api/lwa/lwa-tokens.ts';
import { RestrictedTokens } from '../sp-api/restricted/restricted-tokens.ts';
import { type CallRecord, SpApi } from '../sp-api/sp-api.ts';
import { DynamoBucketStore } from '../sp-api/usage/dynamo-bucket-store.ts';
import { UsageLimiter } from '../sp-api/usage/usage-limiter.ts';
import type { SecretStore } from './shop-secrets.ts';
import type { Shop } from './shop.ts';

export interface ConnectionMeans {
  readonly client: DynamoDBDocumentClient;
  readonly usageTable: string;
  readonly secrets: Pick<SecretStore, 'application' | 'ofShop'>;
  /** Empty: Amazon's own of each shop's region. */
  readonly spApiEndpoint: string;
  readonly lwaEndpoint: string;
  readonly now: () => number;
  /** @default real time */
  readonly pause?: ((ms: number) => Promise<void>) | undefined;
  readonly speed: number;
  readonly metrics: PublishMetric;
}

/** The shops' doors to Amazon. Tokens and Amazon's clock are kept for the process, a shop each. */
export class SpApiConnections {
  private readonly means: ConnectionMeans;
  private readonly buckets: DynamoBucketStore;
  private application: string | undefined;
  private readonly kept = new Map<string, Kept>();

  constructor(means: ConnectionMeans) {
    this.means = means;
    this.buckets = new DynamoBucketStore(means.client, means.usageTable);
  }

  /** A shop's door for one invocation. */
  open(shop: Shop, { timeLeftMs, onCall }: { timeLeftMs: () => number; onCall: (call: CallRecord) => void }): SpApi {
    const { now, pause, speed, metrics, spApiEndpoint } = this.means;
    const { tokens, restrictedTokens, clock } = this.keep(shop);
    return new SpApi({
      endpoint: endpointOf(shop.region, spApiEndpoint),
      tokens,
      restrictedTokens,
      clock,
      limiter: new UsageLimiter({ buckets: this.buckets, keyPrefix: () => this.bucketPrefix(shop), now, pause, speed }),
      now,
      pause,
      timeLeftMs,
      onCall,
      onThrottled: () => metrics('ThrottledAgainstBooks', 1),
    });
  }

  /** Counts calls by operation until they are taken. */
  countCalls() {
    let calls: Record<string, number> = {};
    return {
      count: ({ operationId }: CallRecord) => {
        calls[operationId] = (calls[operationId] ?? 0) + 1;
      },
      take: () => {
        const taken = calls;
        calls = {};
        return taken;
      },
    };
  }

  /** `application#sellerId#region`; the application's id is told by its hash alone. */
  private async bucketPrefix({ sellerId, region }: Shop): Promise<string> {
    this.application ??= (await this.means.secrets.application()).clientId;
    return [createHash('sha256').update(this.application).digest('hex').slice(0, 12), sellerId, region].join('#');
  }

  private keep(shop: Shop): Kept {
    const known = this.kept.get(shop.shopId);
    if (known) return known;
    const { lwaEndpoint, secrets, now, pause } = this.means;
    const clock = new AmazonClock(now);
    const tokens = new LwaTokens({
      endpoint: lwaEndpoint,
      clock,
      now,
      pause,
      credentials: async () => {
        const [application, { refreshToken }] = await Promise.all([secrets.application(), secrets.ofShop(shop.shopId)]);
        return { ...application, refreshToken };
      },
    });
    const kept = { tokens, restrictedTokens: new RestrictedTokens({ now }), clock };
    this.kept.set(shop.shopId, kept);
    return kept;
  }
}

/** What is kept of a shop for the process. */
interface Kept {
  readonly tokens: LwaTokens;
  readonly restrictedTokens: RestrictedTokens;
  readonly clock: AmazonClock;
}
