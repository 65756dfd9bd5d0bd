import type { Sync } from '../../shared/contracts/syncs.ts';
import { intervalOf, parseScheduleExpression } from '../../shared/sync/schedule-expression.ts';
import { ScheduleExpressionError } from '../../shared/sync/schedule-expression-error.ts';
import { CommandError } from './command-error.ts';

const MINUTE_MS = 60_000;

/** searchOrders gives one call in three minutes once its 20 are spent; oftener than this a run never fills up again. */
const SHORTEST_MS: Partial<Record<Sync, number>> = { orders: 5 * MINUTE_MS };

/** Checks an EventBridge Scheduler expression for a sync. Throws a CommandError that names limit and cure. */
export function readExpression(text: string, { sync, now }: { sync: Sync; now: () => Date }): string {
  const shortest = SHORTEST_MS[sync] ?? MINUTE_MS;
  const interval = intervalOf(parse(text), { after: now() });
  if (interval >= shortest) return text;
  throw new CommandError(
    `expression "${text}" fires every ${Math.round(interval / MINUTE_MS)} min at its fastest; ${sync} run no oftener than every ${shortest / MINUTE_MS} minutes.`,
    `Write e.g. rate(${shortest / MINUTE_MS} minutes).`,
  );
}

function parse(text: string) {
  try {
    return parseScheduleExpression(text);
  } catch (error) {
    if (!(error instanceof ScheduleExpressionError)) throw error;
    throw new CommandError(error.message, '', { cause: error });
  }
}
