import type { FunctionCode } from '../constructs/function-code.ts';
import type { SyncParameters } from '../constructs/sync-parameters.ts';
import type { DataStack } from '../stacks/data-stack.ts';
import type { Stage } from '../stages.ts';

/** What the constructs of the sync stack are made from. */
export interface SyncProps {
  readonly stage: Stage;
  readonly code: FunctionCode;
  readonly data: DataStack;
  readonly parameters: SyncParameters;
}
