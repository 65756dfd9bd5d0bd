import { removeScheduleOf } from './shop-schedule.ts';
import type { StageConnection } from './stage-connection.ts';

/** Takes a shop out of a stage: what fires first, then its secret, its schedules and its row. Records stay. Safe to run again. */
export async function offboardShop(shopId: string, connection: StageConnection): Promise<void> {
  const { schedules, secrets, shops } = connection;
  const rows = await schedules.list(shopId);
  for (const { scheduleId } of rows) await removeScheduleOf({ shopId, scheduleId }, connection);
  await secrets.removeOfShop(shopId);
  for (const { scheduleId } of rows) await schedules.remove(shopId, scheduleId);
  await shops.remove(shopId);
}
