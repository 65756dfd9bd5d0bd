import { InvokeCommand, type LambdaClient } from '@aws-sdk/client-lambda';
import * as z from 'zod/mini';

/** The function ended with an error. `errorName` is the class of what it threw; the message holds no secret or buyer. */
export class FunctionFailedError extends Error {
  override readonly name = 'FunctionFailedError';
  readonly errorName: string;
  readonly cure = 'The cause stands in the function’s log. Run the command again: it goes on where it stopped.';

  constructor(functionName: string, { errorType, errorMessage }: z.infer<typeof FunctionFailure>) {
    super(errorMessage || `${functionName} failed.`);
    this.errorName = errorType || 'Error';
  }
}

const FunctionFailure = z.object({
  errorType: z._default(z.string(), ''),
  errorMessage: z._default(z.string(), ''),
});

/** Invokes a function, waits for it and gives its answer. Throws a FunctionFailedError when the function throws. */
export async function invokeFunction(
  { functionName, payload }: { functionName: string; payload: unknown },
  { lambda, interrupted }: { lambda: LambdaClient; interrupted: AbortSignal },
): Promise<unknown> {
  const answer = await lambda.send(
    new InvokeCommand({
      FunctionName: functionName,
      InvocationType: 'RequestResponse',
      Payload: JSON.stringify(payload),
    }),
    { abortSignal: interrupted },
  );
  const text = answer.Payload?.transformToString() ?? '';
  const result: unknown = text === '' ? undefined : JSON.parse(text);
  if (answer.FunctionError !== undefined) {
    throw new FunctionFailedError(
      functionName,
      FunctionFailure.safeParse(result).data ?? { errorType: '', errorMessage: '' },
    );
  }
  return result;
}
