import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';

/** One answer of the storage. Without switches it is right in every way, and has a good ETag. */
export interface DocumentAnswer {
  readonly body: Buffer;
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly contentType?: string;
  /** Bytes after which the connection is reset, `Content-Length` promising them all. */
  readonly resetAfter?: number;
  /** Bytes after which nothing comes any more. */
  readonly stallAfter?: number;
  /** Neither `Content-Length` nor a reason to miss it. */
  readonly chunked?: boolean;
  /** Pause before each piece of a slow answer, which comes in ten. */
  readonly pieceEveryMs?: number;
}

export interface DocumentServer {
  /** A new presigned URL; the secret stands in its signature. */
  url(): string;
  /** What it answers, one after another; the last one again and again. */
  answerWith(...answers: readonly DocumentAnswer[]): void;
  /** What was asked for since `answerWith`. */
  readonly requests: readonly { readonly url: string; readonly headers: IncomingMessage['headers'] }[];
  stop(): Promise<void>;
}

export const SIGNATURE = 'canary-signature';

/** What Amazon keeps documents in, with faults, on a free port of 127.0.0.1. */
export async function startDocumentServer(): Promise<DocumentServer> {
  let answers: readonly DocumentAnswer[] = [];
  const requests: { url: string; headers: IncomingMessage['headers'] }[] = [];
  let urls = 0;
  const server = createServer((request, response) => {
    requests.push({ url: request.url ?? '', headers: request.headers });
    const answer = answers[Math.min(requests.length, answers.length) - 1];
    if (answer) void send(answer, response);
    else response.writeHead(500).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The document server has no port.');
  const { port } = address;
  return {
    url: () => `http://127.0.0.1:${port}/document-${++urls}?X-Amz-Signature=${SIGNATURE}`,
    answerWith(...scripted) {
      answers = scripted;
      requests.length = 0;
    },
    requests,
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function send(answer: DocumentAnswer, response: ServerResponse): Promise<void> {
  const { body, status = 200, headers, contentType = 'text/plain; charset=UTF-8' } = answer;
  response.writeHead(status, {
    'content-type': contentType,
    etag: `"${createHash('md5').update(body).digest('hex')}"`,
    ...(!answer.chunked && { 'content-length': String(body.length) }),
    ...headers,
  });
  if (answer.resetAfter !== undefined) {
    response.write(body.subarray(0, answer.resetAfter), () => setTimeout(() => response.socket?.resetAndDestroy(), 20));
    return;
  }
  if (answer.stallAfter !== undefined) {
    response.write(body.subarray(0, answer.stallAfter));
    return;
  }
  const piece = answer.pieceEveryMs === undefined ? body.length : Math.ceil(body.length / 10);
  for (let at = 0; at < body.length; at += piece) {
    if (answer.pieceEveryMs !== undefined) await new Promise((resolve) => setTimeout(resolve, answer.pieceEveryMs));
    response.write(body.subarray(at, at + piece));
  }
  response.end();
}
