import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { SQSClient } from '@aws-sdk/client-sqs';

/** The process ends here: nothing of ours may catch it. */
export class Crash extends Error {
  override readonly name = 'Crash';
}

export interface CrashPoint {
  /** Calls made so far, over all clients. */
  readonly calls: () => number;
}

/**
 * Lets the clients' calls, counted together from 0, go through until the one of number `at`; that one throws, before
 * it reaches AWS or after AWS has done it. Every later call throws too: a dead process calls nobody.
 */
export function crashAt(
  clients: readonly (DynamoDBClient | SQSClient)[],
  { at, when }: { at: number; when: 'before' | 'after' },
): CrashPoint {
  let calls = 0;
  for (const client of clients) {
    // Both clients' middleware stacks take this; their types have no parent in common.
    const stack: { add(middleware: unknown, options: unknown): void } = client.middlewareStack;
    stack.add(
      (next: (input: unknown) => Promise<unknown>) => async (input: unknown) => {
        const number = calls;
        calls += 1;
        if (number > at || (number === at && when === 'before')) throw new Crash(`before call ${number}`);
        const output = await next(input);
        if (number === at) throw new Crash(`after call ${number}`);
        return output;
      },
      { step: 'initialize', name: 'crashAt' },
    );
  }
  return { calls: () => calls };
}
