import { OrdersProgress } from '../../shared/orders/orders-progress.ts';
import type { Run } from '../../shared/sync/run.ts';

/** How much of its window a run has read, 0 to 1; undefined where that cannot be told. */
export function runShare({ sync, state, progress, startTime, endTime }: Run): number | undefined {
  if (state === 'ended') return 1;
  if (sync !== 'orders') return undefined;
  const { data } = OrdersProgress.safeParse(progress);
  const whole = Date.parse(endTime) - Date.parse(startTime);
  if (!data || whole <= 0) return undefined;
  const left = data.segments.reduce(
    (sum, segment) => sum + Math.max(0, Date.parse(segment.before) - Date.parse(segment.lastTime ?? segment.after)),
    0,
  );
  return Math.min(1, Math.max(0, 1 - left / whole));
}
