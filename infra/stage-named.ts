import { nearestName } from './nearest-name.ts';
import { type Stage, type StageName, STAGES } from './stages.ts';

/** The stage asked for does not exist, or none was named. */
export class UnknownStageError extends Error {
  override readonly name = 'UnknownStageError';
}

/** The settings of the stage named on the command line. Throws {@link UnknownStageError}, which suggests the nearest. */
export function stageNamed(name: unknown): Stage {
  if (typeof name !== 'string' || name === '') {
    throw new UnknownStageError(`No stage is named. Say which one: -c stage=dev. There are ${stageNames.join(', ')}.`);
  }
  if (isStageName(name)) return STAGES[name];
  const nearest = nearestName(name, stageNames);
  throw new UnknownStageError(
    `There is no stage "${name}"${nearest ? `; did you mean ${nearest}?` : '.'} ` +
      `Stages stand in infra/stages.ts: ${stageNames.join(', ')}.`,
  );
}

const stageNames = Object.keys(STAGES);

const isStageName = (name: string): name is StageName => Object.hasOwn(STAGES, name);
