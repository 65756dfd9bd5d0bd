import type { IncomingMessage } from 'node:http';
import { AwsError } from './aws-error.ts';

/** A request of an AWS SDK client, read to its end. */
export interface AwsRequest {
  readonly method: string;
  /** Decoded, without the empty first one. */
  readonly path: readonly string[];
  readonly query: URLSearchParams;
  readonly header: (name: string) => string | undefined;
  readonly body: string;
}

export interface AwsAnswer {
  readonly status?: number;
  readonly headers?: Record<string, string>;
  /** JSON text. */
  readonly body: string;
}

export const jsonAnswer = (value: unknown, status = 200): AwsAnswer => ({ status, body: JSON.stringify(value ?? {}) });

/** Reads the body to its end before anything looks at the request: a client that dies meanwhile rejects, and no more. */
export async function readAwsRequest(request: IncomingMessage): Promise<AwsRequest> {
  const url = new URL(request.url ?? '/', 'http://127.0.0.1');
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return {
    method: request.method ?? 'GET',
    path: url.pathname.split('/').slice(1).map(decodeURIComponent),
    query: url.searchParams,
    header: (name) => request.headers[name]?.toString(),
    body: Buffer.concat(chunks).toString('utf8'),
  };
}

export function parseBody(request: Pick<AwsRequest, 'body'>): unknown {
  try {
    return JSON.parse(request.body === '' ? '{}' : request.body);
  } catch {
    throw new AwsError('SerializationException', 'The body is not JSON.');
  }
}

/** What the request asks for, as well as can be told of a service that is not known here. */
export function describeRequest(request: AwsRequest): string {
  const service = /Credential=[^/]+\/\d+\/[^/]+\/([^/]+)\/aws4_request/.exec(
    request.header('authorization') ?? '',
  )?.[1];
  const operation =
    request.header('x-amz-target')?.split('.').at(-1) ??
    new URLSearchParams(request.body).get('Action') ??
    /\/operation\/(\w+)$/.exec(`/${request.path.join('/')}`)?.[1] ??
    `${request.method} /${request.path.join('/')}`;
  return `${service ?? 'unknown service'} ${operation}`;
}
