import { defaultScheduleId, SYNCS, type Sync } from '../../shared/contracts/syncs.ts';
import { CommandError } from './command-error.ts';
import type { StageConnection } from './stage-connection.ts';

/**
 * Throws a CommandError when an id cannot be that of a shop's schedule for a sync: EventBridge knows schedules of a stage by
 * their ids alone, and cursor and memory of one sync mean nothing to another. Changes nothing.
 */
export async function checkScheduleId(
  { shopId, sync, scheduleId }: { shopId: string; sync: Sync; scheduleId: string },
  { shops, schedules }: Pick<StageConnection, 'shops' | 'schedules'>,
): Promise<void> {
  const own = await schedules.find(shopId, scheduleId);
  if (own && own.sync !== sync) {
    throw new CommandError(
      `scheduleId "${scheduleId}" is the schedule of ${own.sync} of shop "${shopId}", not of ${sync}.`,
      'Choose another id: a schedule keeps its sync.',
    );
  }
  if (own || scheduleId === defaultScheduleId(shopId, sync)) return;

  const usual = SYNCS.find((each) => scheduleId.endsWith(`-${each}`));
  if (usual !== undefined) {
    throw new CommandError(
      `scheduleId "${scheduleId}" is what the schedule of ${usual} of a shop "${scheduleId.slice(0, -usual.length - 1)}" is called.`,
      `Choose an id that does not end in "-${usual}", e.g. "${shopId}-${sync}-nightly".`,
    );
  }
  for (const other of await shops.list()) {
    if (other.shopId === shopId || !(await schedules.find(other.shopId, scheduleId))) continue;
    throw new CommandError(
      `scheduleId "${scheduleId}" is a schedule of shop "${other.shopId}" already.`,
      `Choose another id, e.g. "${shopId}-${scheduleId}".`,
    );
  }
}
