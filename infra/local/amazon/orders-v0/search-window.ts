import { invalidInput } from '../gateway/api-error.ts';
import type { Call } from '../gateway/operation.ts';
import type { SearchWindow } from '../orders/search-window.ts';

const TWO_MINUTES = 2 * 60 * 1000;

/** The bounds of getOrders: as those of searchOrders, under the names of v0 (spapi 1.1). Throws 400. */
export function readSearchWindow({ query, now, faults }: Call): SearchWindow {
  const created = { after: query.moment('CreatedAfter'), before: query.moment('CreatedBefore') };
  const updated = { after: query.moment('LastUpdatedAfter'), before: query.moment('LastUpdatedBefore') };
  if ((created.after === undefined) === (updated.after === undefined)) {
    throw invalidInput("Exactly one of 'CreatedAfter' and 'LastUpdatedAfter' must be given.");
  }
  if ((created.after && updated.before) || (updated.after && created.before)) {
    throw invalidInput("'CreatedAfter' and 'LastUpdatedAfter' must not be mixed.");
  }
  const since = created.after ?? updated.after ?? now;
  const latest = new Date(now.getTime() - TWO_MINUTES);
  const asked = created.before ?? updated.before ?? latest;
  if (asked > latest)
    throw invalidInput('The upper bound must be at least two minutes before the time of the request.');
  if (asked < since) throw invalidInput('The upper bound must not be before the lower one.');
  const behind = new Date(now.getTime() - faults.searchLagMs);
  return { by: created.after ? 'created' : 'lastUpdated', since, until: asked < behind ? asked : behind };
}
