import { setImmediate as turn } from 'node:timers/promises';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { SQSClient } from '@aws-sdk/client-sqs';
import * as z from 'zod/mini';
import { Crash } from './crash-at.ts';

/** Where a process is to die: at the nth of its calls to AWS of this kind, before it reaches AWS or after AWS has done it. */
export interface Death {
  /** Command, table or `queue`, and what the command takes away: `UpdateItem orders REMOVE #note`. */
  readonly call: string;
  readonly nth: number;
  readonly when: 'before' | 'after';
}

/** A process that dies again and again, and is born anew over the same clients: hundreds of new ones cost too much. */
export interface MortalProcess {
  live(life: () => Promise<void>, death: Death | 'never'): Promise<'died' | 'survived'>;
}

export function mortalProcess(clients: readonly (DynamoDBClient | SQSClient)[]): MortalProcess {
  let [calls, isDead] = [0, false];
  const underWay = new Set<object>();
  let dies: Death | 'never' = 'never';

  const make = async (call: string, next: () => Promise<unknown>) => {
    // The dead call nobody, and hear of nothing.
    if (isDead) throw new Crash(call);
    if (dies !== 'never' && dies.call === call) {
      calls += 1;
      isDead = calls === dies.nth;
      if (isDead && dies.when === 'before') throw new Crash(call);
    }
    const one = {};
    underWay.add(one);
    try {
      const output = await next();
      if (isDead) throw new Crash(call);
      return output;
    } finally {
      underWay.delete(one);
    }
  };
  for (const client of clients) {
    // Both clients' middleware stacks take this; their types have no parent in common.
    const stack: { add(middleware: unknown, options: unknown): void } = client.middlewareStack;
    const mortal =
      (next: (call: unknown) => Promise<unknown>, { commandName }: { commandName: string }) =>
      (call: { input: unknown }) =>
        make(describe(commandName, call.input), () => next(call));
    stack.add(mortal, { step: 'initialize', name: 'mortalProcess', priority: 'high' });
  }
  return {
    async live(life, death) {
      [calls, dies, isDead] = [0, death, false];
      try {
        await life();
      } catch (error) {
        if (!(error instanceof Crash)) throw error;
        // What was under way beside the call that it died at.
        do await turn();
        while (underWay.size > 0);
      }
      return isDead ? 'died' : 'survived';
    },
  };
}

const Named = z.object({
  TableName: z.optional(z.string()),
  RequestItems: z.optional(z.record(z.string(), z.unknown())),
  UpdateExpression: z.optional(z.string()),
});

function describe(commandName: string, input: unknown): string {
  const { TableName, RequestItems = {}, UpdateExpression = '' } = Named.parse(input);
  const place = TableName ?? Object.keys(RequestItems)[0] ?? 'queue';
  const [takesAway = ''] = /REMOVE #?\w+$/.exec(UpdateExpression) ?? [];
  return `${commandName.replace('Command', '')} ${place} ${takesAway}`.trim();
}
