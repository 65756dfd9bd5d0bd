/** What every error of the client carries: enough to find the call at Amazon, nothing that must not be logged. */
export interface SpApiErrorFacts {
  readonly operationId: string;
  readonly status?: number;
  /** Amazon's error code, e.g. `InvalidInput`, `Unauthorized`, `QuotaExceeded`; or a socket error's, e.g. `ECONNREFUSED`. */
  readonly code?: string;
  /** `x-amzn-RequestId`: Amazon's support asks for it. */
  readonly requestId?: string;
}

/**
 * A call to Amazon that did not succeed. Subclasses are named for what to do next. The message names operation,
 * status, code and request id; Amazon's own words may hold buyers' data and are only asked, never shown.
 */
export abstract class SpApiError extends Error {
  /** What a person can do about it, in a sentence. */
  abstract readonly cure: string;
  readonly facts: SpApiErrorFacts;

  constructor(facts: SpApiErrorFacts, sentence: string) {
    const known = [
      facts.status !== undefined && `status ${facts.status}`,
      facts.code !== undefined && `code ${facts.code}`,
      facts.requestId !== undefined && `request id ${facts.requestId}`,
    ].filter((part) => part !== false);
    super(`${facts.operationId}: ${sentence}${known.length > 0 ? ` (${known.join(', ')})` : ''}`);
    this.facts = facts;
  }
}

/** The usage plan is spent. Come back at `retryAt`. */
export class SpApiThrottledError extends SpApiError {
  override readonly name = 'SpApiThrottledError';
  override readonly cure = 'Nothing to do: the call is made again when the usage plan allows it.';
  readonly retryAt: Date;

  constructor(facts: SpApiErrorFacts, retryAt: Date) {
    super(facts, `the usage plan is spent until ${retryAt.toISOString()}`);
    this.retryAt = retryAt;
  }
}

/** Amazon (or the way to it) is down for the moment. Try again later. */
export class SpApiUnavailableError extends SpApiError {
  override readonly name = 'SpApiUnavailableError';
  override readonly cure = 'Try again later. If it lasts, check the endpoint and the SP-API health dashboard.';
}

/** Amazon refuses the request. Fix the request or the grant; repeating it changes nothing. */
export class SpApiRejectedError extends SpApiError {
  override readonly name = 'SpApiRejectedError';
  override readonly cure: string;
  readonly #words: string;

  constructor(facts: SpApiErrorFacts, words = '') {
    super(facts, 'Amazon refuses the request');
    this.#words = words;
    this.cure =
      facts.status === 401 || facts.status === 403
        ? 'Check that the application has the role for this operation, that the seller has authorised it since, and that the region is right.'
        : 'The request does not suit this account or Amazon has changed its rules: look up the request id with Amazon.';
  }

  /** Whether Amazon's words name this term. The words themselves stay inside: they may hold buyers' data. */
  mentions = (term: string) => new RegExp(`(^|[^A-Z_])${term}([^A-Z_]|$)`, 'i').test(this.#words);
}

/** Amazon answered something that its model does not allow. A person must look. */
export class SpApiContractError extends SpApiError {
  override readonly name = 'SpApiContractError';
  override readonly cure = 'Amazon has changed its answer. Report the operation and the request id to the maintainers.';
}
