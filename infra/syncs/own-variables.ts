import type { CommonEnvironment } from '../../functions/sync-environment.ts';

/** What a sync's doors read beside the variables of every sync: one that is forgotten does not compile. */
export type OwnVariables<Environment extends CommonEnvironment> = Omit<Environment, keyof CommonEnvironment> &
  Record<string, string>;
