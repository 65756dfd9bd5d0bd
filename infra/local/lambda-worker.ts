/**
 * The thread in which a function's bundled code runs, one invocation at a time. It stands in for Lambda's runtime:
 * loads the handler, calls it, and answers with what Lambda would answer.
 */
import { existsSync } from 'node:fs';
import { enableCompileCache, flushCompileCache } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parentPort, workerData } from 'node:worker_threads';
import type { Invocation, InvocationAnswer, WorkerData } from './lambda-invocation.ts';

type Handler = (event: unknown, context: object) => unknown;

const { codeDirectory, handler, functionName, functionArn, memoryMb }: WorkerData = workerData;

const loading = loadHandler();
loading.catch(() => {}); // Told with the first invocation.

parentPort?.on('message', (invocation: Invocation) => {
  void invoke(invocation).then((answer) => parentPort?.postMessage(answer, []));
});

async function invoke({ requestId, event, deadlineAt }: Invocation): Promise<InvocationAnswer> {
  const context = {
    functionName,
    functionVersion: '$LATEST',
    invokedFunctionArn: functionArn,
    memoryLimitInMB: String(memoryMb),
    awsRequestId: requestId,
    logGroupName: `/aws/lambda/${functionName}`,
    logStreamName: 'local',
    callbackWaitsForEmptyEventLoop: true,
    getRemainingTimeInMillis: () => Math.max(0, deadlineAt - Date.now()),
  };
  try {
    const handle = await loading;
    const result = await handle(JSON.parse(event), context);
    return { requestId, payload: JSON.stringify(result) ?? 'null', failed: false };
  } catch (error) {
    console.error(error);
    return { requestId, payload: JSON.stringify(toErrorPayload(error)), failed: true };
  }
}

async function loadHandler(): Promise<Handler> {
  const [file = '', exported = ''] = handler.split('.');
  const path = ['.mjs', '.cjs', '.js']
    .map((ending) => join(codeDirectory, file + ending))
    .find((each) => existsSync(each));
  if (path === undefined)
    throw runtimeError('Runtime.ImportModuleError', `There is no module ${file} in the function's code.`);
  enableCompileCache();
  const module: Record<string, unknown> = await import(pathToFileURL(path).href);
  // A worker is ended, and does not end: what it has compiled is kept now or never.
  flushCompileCache();
  const found = module[exported];
  if (!isHandler(found)) throw runtimeError('Runtime.HandlerNotFound', `${handler} is undefined or not exported.`);
  return found;
}

const isHandler = (value: unknown): value is Handler => typeof value === 'function';

const runtimeError = (name: string, message: string) => Object.assign(new Error(message), { name });

function toErrorPayload(error: unknown) {
  if (!(error instanceof Error)) return { errorType: typeof error, errorMessage: String(error), trace: [] };
  return { errorType: error.name, errorMessage: error.message, trace: error.stack?.split('\n') ?? [] };
}
