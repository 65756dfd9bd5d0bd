import { ExecutionAlreadyExists, type SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import type { StepInput } from '../contracts/step-input.ts';

/** Starts the execution `<runId>-<part>`. One of that name is that very one: starting it twice starts it once. */
export async function startExecution(
  input: StepInput,
  { states, stateMachineArn }: { states: SFNClient; stateMachineArn: string },
): Promise<void> {
  try {
    await states.send(
      new StartExecutionCommand({
        stateMachineArn,
        name: `${input.runId}-${input.part}`,
        input: JSON.stringify(input),
      }),
    );
  } catch (error) {
    if (!(error instanceof ExecutionAlreadyExists)) throw error;
  }
}
