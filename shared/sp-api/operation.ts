/** Default usage plan of an operation, per selling partner and application: requests per second, and bucket size. */
export interface UsagePlan {
  readonly rate: number;
  readonly burst: number;
}

/** One operation of one API version, under Amazon's operationId. */
export interface Operation {
  readonly operationId: string;
  /** API and version, where another API has an operation of the same name: Amazon keeps a bucket for each. */
  readonly api?: string;
  readonly usagePlan: UsagePlan;
  /** Sending it twice does no harm. Anything else is sent once, and an unknown outcome is the caller's to find out. */
  readonly harmlessTwice: boolean;
}

/** A row of the SDK's generated `clientRateLimits`. */
interface RateLimit {
  readonly method: string;
  readonly urlRegex: RegExp;
  readonly rate: number;
  readonly burst: number;
}

/** The usage plan that Amazon's model gives the operation, out of the SDK's generated table. */
export function usagePlanOf(
  limits: readonly RateLimit[],
  method: 'get' | 'post' | 'put' | 'delete',
  path: string,
): UsagePlan {
  const limit = limits.find((candidate) => candidate.method === method && candidate.urlRegex.test(path));
  if (!limit) throw new Error(`The SDK's rate table has no row for ${method} ${path}.`);
  return { rate: limit.rate, burst: limit.burst };
}
