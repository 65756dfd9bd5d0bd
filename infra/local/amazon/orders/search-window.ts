import { invalidInput } from '../gateway/api-error.ts';
import type { Call } from '../gateway/operation.ts';

/** Which time a search goes by, and from when to when; both bounds belong to it. */
export interface SearchWindow {
  readonly by: 'created' | 'lastUpdated';
  readonly since: Date;
  readonly until: Date;
}

const TWO_MINUTES = 2 * 60 * 1000;

/**
 * Reads the bounds of a search (spapi 1.2, 6): exactly one lower bound, no mixing of the two pairs, the upper bound not
 * before the lower and at least two minutes old. Without an upper bound Amazon takes the latest there may be.
 */
export function readSearchWindow({ query, now, faults }: Call): SearchWindow {
  const created = { after: query.moment('createdAfter'), before: query.moment('createdBefore') };
  const updated = { after: query.moment('lastUpdatedAfter'), before: query.moment('lastUpdatedBefore') };
  if ((created.after === undefined) === (updated.after === undefined)) {
    throw invalidInput("Exactly one of 'createdAfter' and 'lastUpdatedAfter' must be given.");
  }
  if ((created.after && updated.before) || (updated.after && created.before)) {
    throw invalidInput(
      "'createdAfter' and 'createdBefore' must not be mixed with 'lastUpdatedAfter' and 'lastUpdatedBefore'.",
    );
  }
  const by = created.after ? 'created' : 'lastUpdated';
  const since = created.after ?? updated.after ?? now;
  const latest = new Date(now.getTime() - TWO_MINUTES);
  const asked = created.before ?? updated.before ?? latest;
  if (asked > latest) throw invalidInput(`'${by}Before' must be at least two minutes before the time of the request.`);
  if (asked < since)
    throw invalidInput(`'${by}Before' must not be before '${by}After', nor '${by}After' less than two minutes old.`);
  const behind = new Date(now.getTime() - faults.searchLagMs);
  return { by, since, until: asked < behind ? asked : behind };
}
