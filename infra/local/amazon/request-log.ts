/** One request as the simulated Amazon saw it. Holds no token, no secret, nothing of a buyer. */
export interface LoggedRequest {
  /** API and version, e.g. `orders-2026-01-01`; absent where no operation matches and for Login with Amazon. */
  readonly api?: string;
  /** Amazon's name of the operation; `token` for Login with Amazon, `unknown` where no operation matches. */
  readonly operationId: string;
  readonly path: string;
  /** The status answered; 0 when there was no answer. */
  readonly status: number;
  /** Amazon's clock, ISO. */
  readonly time: string;
  readonly requestId: string;
  /** Absent when the caller could not be told. */
  readonly sellerId?: string;
  /** Query parameters as they came; a page token is shown as `…`. For LWA: the grant type. */
  readonly query: Readonly<Record<string, string>>;
  /** The fault that hit this call, if one did. */
  readonly fault?: string;
}

const SECRET_PARAMETERS = /token$/i;

/** Query parameters that may be shown: what is a token becomes `…`. */
export function queryForLog(parameters: URLSearchParams): Record<string, string> {
  const pairs = [...parameters].map(([name, value]) => [name, SECRET_PARAMETERS.test(name) ? '…' : value] as const);
  return Object.fromEntries(pairs);
}

/** How often each operation was called, whatever came of it: by API and name. */
export function countCalls(requests: readonly LoggedRequest[], sellerId?: string): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { api, operationId, ...request } of requests) {
    if (!api || (sellerId !== undefined && request.sellerId !== sellerId)) continue;
    const name = `${api} ${operationId}`;
    counts[name] = (counts[name] ?? 0) + 1;
  }
  return counts;
}
