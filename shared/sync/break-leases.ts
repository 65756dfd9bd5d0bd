import type { ShopStore } from '../shops/shop-store.ts';
import type { Run } from './run.ts';
import { leaseAttribute } from './schedule.ts';
import type { ScheduleStore } from './schedule-store.ts';

/** A run that was left open by a process that is gone. */
export type OpenRun = Pick<Run, 'shopId' | 'scheduleId' | 'runId' | 'sync' | 'lane'>;

/**
 * Lets every lease run out at once and names the runs they were for. Only for a stack that knows itself alone:
 * a laptop that starts again after a crash. In AWS leases run out by themselves.
 */
export async function breakLeases({
  shops,
  schedules,
}: {
  shops: Pick<ShopStore, 'list' | 'breakDrains'>;
  schedules: Pick<ScheduleStore, 'list' | 'expireLeases'>;
}): Promise<OpenRun[]> {
  const open: OpenRun[] = [];
  for (const { shopId } of await shops.list()) {
    await shops.breakDrains(shopId);
    for (const schedule of await schedules.list(shopId)) {
      await schedules.expireLeases(schedule);
      for (const lane of ['live', 'backfill'] as const) {
        const lease = schedule[leaseAttribute(lane)];
        if (lease)
          open.push({ shopId, scheduleId: schedule.scheduleId, runId: lease.runId, sync: schedule.sync, lane });
      }
    }
  }
  return open;
}
