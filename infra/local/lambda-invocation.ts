import * as z from 'zod/mini';

/** What a worker thread is made with. */
export interface WorkerData {
  codeDirectory: string;
  /** `file.export`. */
  handler: string;
  functionName: string;
  functionArn: string;
  memoryMb: number;
}

/** What a worker is asked. */
export interface Invocation {
  requestId: string;
  /** JSON. */
  event: string;
  /** Unix ms at which the function's time is up. */
  deadlineAt: number;
}

/** What a worker answers: JSON of the result, or of Lambda's error `{ errorType, errorMessage, trace }`. */
export interface InvocationAnswer {
  requestId: string;
  payload: string;
  failed: boolean;
}

export const LambdaError = z.object({ errorType: z.string(), errorMessage: z.string() });
export type LambdaError = z.infer<typeof LambdaError>;
