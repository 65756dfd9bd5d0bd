import { Webhook } from 'standardwebhooks';
import type { Batch } from '../contracts/batch.ts';

/** What a downstream said to one delivery. Its body is never read. */
export type Answer =
  | { readonly outcome: 'accepted' }
  /** It will not take this batch, today or tomorrow: 400, 413, 422. */
  | { readonly outcome: 'refused'; readonly status: number }
  /** It cannot take any batch now; `reason` is a status or a network code. */
  | { readonly outcome: 'away'; readonly reason: string; readonly retryAfterMs?: number | undefined };

const REFUSALS = [400, 413, 422];

export interface PostMeans {
  readonly fetch: typeof fetch;
  readonly now: () => Date;
  readonly timeoutMs: number;
}

/**
 * Posts a batch as Standard Webhooks describe it: `webhook-id` (= batchId), `webhook-timestamp`, `webhook-signature`
 * (HMAC-SHA256). Redirects are not followed: the signature, and buyers with it, go to the shop's own URL only.
 */
export async function postBatch(
  { url, secret, batch }: { url: string; secret: string; batch: Batch },
  { fetch, now, timeoutMs }: PostMeans,
): Promise<Answer> {
  const body = JSON.stringify(batch);
  const webhook = toWebhook(secret);
  if (webhook === undefined) return { outcome: 'away', reason: NOT_A_SECRET };
  const at = now();
  const headers = {
    'content-type': 'application/json',
    'webhook-id': batch.batchId,
    'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
    'webhook-signature': webhook.sign(batch.batchId, at, body),
  };
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers,
      body,
      redirect: 'manual',
      signal: AbortSignal.timeout(timeoutMs),
    });
    await response.body?.cancel();
    return toAnswer(response, now());
  } catch (error) {
    return { outcome: 'away', reason: networkReason(error) };
  }
}

const NOT_A_SECRET = 'the downstreamSecret is not "whsec_" and base64: write it again with azi shop add';

const HOLDS_CREDENTIALS =
  'its URL holds a user name or password, and fetch asks none such: write it again with azi shop add';

function toWebhook(secret: string): Webhook | undefined {
  try {
    return new Webhook(secret);
  } catch {
    return undefined;
  }
}

function toAnswer(response: Response, now: Date): Answer {
  const { status } = response;
  if (response.ok) return { outcome: 'accepted' };
  if (REFUSALS.includes(status)) return { outcome: 'refused', status };
  const retryAfterMs = readRetryAfter(response.headers.get('retry-after'), now);
  return { outcome: 'away', reason: `downstream answered ${status}`, retryAfterMs };
}

/** Retry-After is seconds or an HTTP date. */
function readRetryAfter(header: string | null, now: Date): number | undefined {
  if (header === null) return undefined;
  const ms = /^\d+$/.test(header.trim()) ? Number(header) * 1000 : Date.parse(header) - now.getTime();
  return Number.isFinite(ms) && ms > 0 ? ms : undefined;
}

/** The code alone (ECONNREFUSED, TimeoutError): messages of `fetch` quote the URL, which may hold a secret. */
function networkReason(error: unknown): string {
  const cause = error instanceof Error && error.cause !== undefined ? error.cause : error;
  if (cause instanceof Error && cause.message === 'bad port') return 'its port is one that fetch never asks';
  if (cause instanceof Error && cause.message.includes('includes credentials')) return HOLDS_CREDENTIALS;
  if (cause instanceof Error && 'code' in cause && typeof cause.code === 'string') return `no answer (${cause.code})`;
  return `no answer (${cause instanceof Error ? cause.name : 'unknown'})`;
}
