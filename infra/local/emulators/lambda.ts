import type { LambdaFunctions } from '../lambda-functions.ts';
import type { FunctionDefinition } from '../local-resources.ts';
import { AwsError } from './aws-error.ts';
import { type AwsAnswer, type AwsRequest, describeRequest, jsonAnswer } from './aws-request.ts';

/** The part of Lambda's REST API that invokes functions and tells of them. */
export const lambdaApi =
  (functions: LambdaFunctions) =>
  async (request: AwsRequest): Promise<AwsAnswer> => {
    const [version, collection, name, action] = request.path;
    if (collection !== 'functions' || name === undefined) throw notPlayed(request);
    const definition = functions.find(name);
    if (definition === undefined) throw new AwsError('ResourceNotFoundException', `Function not found: ${name}`, 404);
    if (version === '2015-03-31' && request.method === 'POST' && action === 'invocations') {
      return await invoke(request, { definition, functions });
    }
    if (request.method === 'GET' && action === undefined)
      return jsonAnswer({ Configuration: toConfiguration(definition) });
    if (request.method === 'GET' && action === 'configuration') return jsonAnswer(toConfiguration(definition));
    throw notPlayed(request);
  };

async function invoke(
  request: AwsRequest,
  { definition, functions }: { definition: FunctionDefinition; functions: LambdaFunctions },
): Promise<AwsAnswer> {
  const event = request.body === '' ? '{}' : request.body;
  if (!isJson(event)) throw new AwsError('InvalidRequestContentException', 'Could not parse request body into json.');
  const type = request.header('x-amz-invocation-type') ?? 'RequestResponse';
  if (type === 'DryRun') return { status: 204, body: '' };
  if (type === 'Event') {
    void functions.invokeAsync(definition.name, event);
    return { status: 202, body: '' };
  }
  const { payload, failed, requestId } = await functions.invoke(definition.name, event);
  return {
    headers: {
      'x-amzn-requestid': requestId,
      'x-amz-executed-version': '$LATEST',
      ...(failed && { 'x-amz-function-error': 'Unhandled' }),
    },
    body: payload,
  };
}

const toConfiguration = (definition: FunctionDefinition) => ({
  FunctionName: definition.name,
  FunctionArn: definition.arn,
  Handler: definition.handler,
  Timeout: definition.timeoutSeconds,
  MemorySize: definition.memoryMb,
  Environment: { Variables: definition.environment },
  Version: '$LATEST',
  State: 'Active',
  LastUpdateStatus: 'Successful',
  PackageType: 'Zip',
});

const notPlayed = (request: AwsRequest) =>
  new AwsError('NotImplementedException', `A local stack cannot do this: ${describeRequest(request)}.`, 501);

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
