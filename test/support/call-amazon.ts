import * as z from 'zod/mini';
import type { TestAmazon } from './test-amazon.ts';

/** What came back; `Body` is what the story expects of it, which the contract tests check against Amazon's models. */
export interface AmazonAnswer<Body> {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Body;
  /** The one error of a refusal. */
  readonly error: { code: string; message: string; details: string } | undefined;
}

export interface AmazonCall {
  /** Sent as JSON. */
  readonly body?: unknown;
  readonly query?: Record<string, string>;
  /** Where to, if not straight to the simulated Amazon. */
  readonly origin?: string;
  /** In place of the signed-in caller's, e.g. a Restricted Data Token. */
  readonly token?: string;
  readonly timeoutMs?: number;
}

/** Calls SP-API with every header that Amazon wants: `PUT /path`. */
export async function callAmazon<Body = object>(
  given: TestAmazon,
  request: `${'GET' | 'POST' | 'PUT' | 'DELETE'} /${string}`,
  { body, query, origin = given.amazon.spApiEndpoint, token, timeoutMs = 5000 }: AmazonCall = {},
): Promise<AmazonAnswer<Body>> {
  const [method = '', path = ''] = request.split(/ (.*)/s);
  const search = query ? `?${new URLSearchParams(query).toString()}` : '';
  const response = await fetch(`${origin}${path}${search}`, {
    method,
    headers: {
      ...given.headers(),
      ...(token !== undefined && { 'x-amz-access-token': token }),
      ...(body !== undefined && { 'content-type': 'application/json' }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
    signal: AbortSignal.timeout(timeoutMs),
  });
  const text = await response.text();
  const answer: unknown = text === '' ? {} : JSON.parse(text);
  const { errors } = z.object({ errors: z.optional(z.array(z.custom<AmazonAnswer<Body>['error']>())) }).parse(answer);
  return {
    status: response.status,
    headers: response.headers,
    body: z.custom<Body>().parse(answer),
    error: errors?.[0],
  };
}
