import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { IncomingMessage } from 'node:http';
import * as z from 'zod/mini';

/** A request to AWS as IAM sees it. */
export interface AwsCall {
  /** The access key: on this machine, the name of the function that asks. */
  readonly caller: string;
  /** `dynamodb:GetItem` */
  readonly action: string;
  /** A table, an object as `bucket/key`, an index as `table/index/name`, a queue, a parameter, a state machine, each by name. */
  readonly resource: string;
}

/** Listens to every request that a server in this process gets, until `stop`. Servers notice nothing. */
export function watchAwsCalls(): { calls: AwsCall[]; stop(): void } {
  const calls: AwsCall[] = [];
  const onRequest = (message: unknown) => {
    const { request } = RequestStart.parse(message);
    readAlong(request, (body) => calls.push(...toCalls(request, body)));
  };
  subscribe(CHANNEL, onRequest);
  return { calls, stop: () => unsubscribe(CHANNEL, onRequest) };
}

const CHANNEL = 'http.server.request.start';
const RequestStart = z.object({ request: z.custom<IncomingMessage>() });

/** The server reads the body itself, when and how it likes; here it passes by. */
function readAlong(request: IncomingMessage, onEnd: (body: string) => void): void {
  const push = request.push.bind(request);
  const chunks: Buffer[] = [];
  request.push = (chunk: Buffer | null, ...rest) => {
    if (chunk) chunks.push(chunk);
    else onEnd(Buffer.concat(chunks).toString());
    return push(chunk, ...rest);
  };
}

function toCalls({ headers, url = '', method = '' }: IncomingMessage, body: string): AwsCall[] {
  const [, caller, service] = /Credential=([^/]+)\/[^/]+\/[^/]+\/([^/]+)\//.exec(headers.authorization ?? '') ?? [];
  if (caller === undefined || service === undefined) return [];
  if (service === 's3')
    return [{ caller, action: `s3:${S3_ACTIONS.get(method) ?? method}`, resource: url.slice(1).replace(/\?.*/, '') }];
  const [, operation] = String(headers['x-amz-target'] ?? '').split('.');
  if (operation === undefined) return [];
  const action = `${service}:${operation}`;
  return resourcesOf(AwsBody.parse(JSON.parse(body))).map((resource) => ({ caller, action, resource }));
}

const S3_ACTIONS = new Map([
  ['PUT', 'PutObject'],
  ['GET', 'GetObject'],
  // HeadObject has no permission of its own.
  ['HEAD', 'GetObject'],
]);

const AwsBody = z.object({
  TableName: z.optional(z.string()),
  IndexName: z.optional(z.string()),
  RequestItems: z.optional(z.record(z.string(), z.unknown())),
  QueueUrl: z.optional(z.string()),
  Name: z.optional(z.string()),
  stateMachineArn: z.optional(z.string()),
});

function resourcesOf(body: z.infer<typeof AwsBody>): string[] {
  const { TableName, IndexName, RequestItems, QueueUrl, Name, stateMachineArn } = body;
  if (RequestItems) return Object.keys(RequestItems);
  if (TableName !== undefined) return [IndexName === undefined ? TableName : `${TableName}/index/${IndexName}`];
  const name = QueueUrl?.split('/').at(-1) ?? stateMachineArn?.split(':').at(-1) ?? Name;
  return name === undefined ? [] : [name];
}
