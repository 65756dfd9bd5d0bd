import { CommandError } from './command-error.ts';
import { readStage } from './stage-connection.ts';

/** For commands that bring up this machine's stack: a deployed stage runs by itself. */
export function refuseDeployedStage(command: string, { stage }: { stage: string }): void {
  if (readStage(stage) === 'local') return;
  throw new CommandError(
    `${command} is for this machine; stage ${stage} runs by its schedules.`,
    `To run a sync there now: azi sync orders <shopId> --stage ${stage}.`,
  );
}
