import type { Run } from '../sync/run.ts';
import type { OutboundState } from './outbound-state.ts';

/** A run may change an order several times (submitted, then listed): it has counted it already the first time. */
export const hasChangedIn = ({ startedAt }: Pick<Run, 'startedAt'>, { changedAt }: Pick<OutboundState, 'changedAt'>) =>
  changedAt >= startedAt;
