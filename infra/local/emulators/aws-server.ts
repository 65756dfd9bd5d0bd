import { once } from 'node:events';
import { createServer, type Server, type ServerResponse } from 'node:http';
import { PING_PATH } from '../attach.ts';
import { AwsError } from './aws-error.ts';
import {
  type AwsAnswer,
  type AwsRequest,
  describeRequest,
  jsonAnswer,
  parseBody,
  readAwsRequest,
} from './aws-request.ts';
import { listenLocally } from './listen-locally.ts';
import type { Operations } from './operations.ts';

/** The services that one server plays. */
export interface AwsFaces {
  /** JSON services by the first part of `X-Amz-Target`. */
  json: Record<string, Operations>;
  /** REST services by the first part of the path. */
  rest: Record<string, (request: AwsRequest) => AwsAnswer | Promise<AwsAnswer>>;
}

export interface AwsServer {
  readonly endpoint: string;
  /** From now on it answers for these services too. */
  play(faces: Partial<AwsFaces>): void;
  stop(): Promise<void>;
}

/**
 * One HTTP server on 127.0.0.1 for the services that are played here. Anything else that an SDK client asks it for
 * is answered with an error naming service and operation.
 */
export async function startAwsServer({ instanceId }: { instanceId: string }): Promise<AwsServer> {
  const faces: AwsFaces = { json: {}, rest: {} };
  const server = createServer((incoming, response) => {
    readAwsRequest(incoming)
      .then((request) => answer(request, { instanceId, faces }))
      .then((result) => send(response, result))
      .catch((error: unknown) => sendError(response, error));
  });
  const endpoint = await listenLocally(server);
  return {
    endpoint,
    play({ json, rest }) {
      Object.assign(faces.json, json);
      Object.assign(faces.rest, rest);
    },
    stop: () => stop(server),
  };
}

async function answer(
  request: AwsRequest,
  { instanceId, faces }: { instanceId: string; faces: AwsFaces },
): Promise<AwsAnswer> {
  if (`/${request.path.join('/')}` === PING_PATH) return jsonAnswer({ instanceId });
  const [target = '', name = ''] = request.header('x-amz-target')?.split('.') ?? [];
  const operation = faces.json[target]?.[name];
  if (operation !== undefined) return jsonAnswer(await operation(parseBody(request)));
  const rest = faces.rest[request.path[0] ?? ''];
  if (rest !== undefined) return await rest(request);
  throw new AwsError(
    'NotImplementedException',
    `A local stack cannot do this: ${describeRequest(request)}. Use a deployed stage for it.`,
    501,
  );
}

function send(response: ServerResponse, { status = 200, headers, body }: AwsAnswer): void {
  response.writeHead(status, {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(body),
    ...headers,
  });
  response.end(body);
}

function sendError(response: ServerResponse, error: unknown): void {
  if (response.destroyed || response.headersSent) return;
  const { code, message, status } =
    error instanceof AwsError ? error : { code: 'InternalFailure', message: String(error), status: 500 };
  send(response, {
    status,
    headers: { 'x-amzn-errortype': code },
    body: JSON.stringify({ __type: code, message, Message: message }),
  });
}

async function stop(server: Server): Promise<void> {
  const closed = once(server, 'close');
  server.close();
  server.closeAllConnections();
  await closed;
}
