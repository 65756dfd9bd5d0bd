import type { OnLocalEvent } from '../local/local-event.ts';
import type { Progress } from './progress.ts';

/** Shows what a person should see of a local stack while runs go: its warnings. The rest is in the state directory's logs. */
export const showWarnings =
  (progress: Pick<Progress, 'say'>): OnLocalEvent =>
  (event) => {
    if (event.type === 'warning') progress.say(`Warning: ${event.message}`);
  };
