import { paginateListSchedules } from '@aws-sdk/client-scheduler';
import { BUILT_SYNCS } from '../../shared/contracts/syncs.ts';
import { defaultSchedule } from './onboard-shop.ts';
import { putShopSchedule, removeShopSchedule, type ScheduleSettings } from './shop-schedule.ts';
import type { StageConnection } from './stage-connection.ts';

export interface ScheduleChange {
  readonly scheduleId: string;
  readonly change: 'created' | 'changed' | 'deleted';
}

/**
 * Brings rows and EventBridge schedules together: every shop has a row for every built sync, every row its schedule, and no
 * schedule of the stage's group is without a row. Tells what it changed. Safe to run again at any time.
 */
export async function reconcileSchedules(
  connection: StageConnection,
): Promise<{ changes: ScheduleChange[]; right: number }> {
  const changes: ScheduleChange[] = [];
  const rows = await rowsOfEveryShop(connection);
  for (const settings of rows) {
    const change = await putShopSchedule(settings, connection);
    if (change !== 'unchanged') changes.push({ scheduleId: settings.scheduleId, change });
  }
  const right = rows.length - changes.length;
  const known = new Set(rows.map(({ scheduleId }) => scheduleId));
  for (const scheduleId of await schedulesOfGroup(connection)) {
    if (known.has(scheduleId)) continue;
    await removeShopSchedule(scheduleId, connection);
    changes.push({ scheduleId, change: 'deleted' });
  }
  return { changes, right };
}

async function rowsOfEveryShop({ shops, schedules }: StageConnection): Promise<ScheduleSettings[]> {
  const rows: ScheduleSettings[] = [];
  for (const { shopId } of await shops.list()) {
    const found = await schedules.list(shopId);
    const missing = BUILT_SYNCS.filter((sync) => !found.some((row) => row.sync === sync)).map((sync) =>
      defaultSchedule(shopId, sync),
    );
    for (const settings of missing) await schedules.saveSettings(settings);
    rows.push(...found, ...missing);
  }
  return rows;
}

async function schedulesOfGroup({ clients, names }: StageConnection): Promise<string[]> {
  const ids: string[] = [];
  for await (const page of paginateListSchedules({ client: clients.scheduler }, { GroupName: names.scheduleGroup })) {
    ids.push(...(page.Schedules ?? []).flatMap(({ Name }) => Name ?? []));
  }
  return ids;
}
