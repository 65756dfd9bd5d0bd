import type { Shop } from '../../shared/shops/shop.ts';
import type { Schedule } from '../../shared/sync/schedule.ts';
import { CommandError } from './command-error.ts';
import { nearestName } from '../nearest-name.ts';
import type { BuiltSync } from './read-sync.ts';
import type { StageConnection } from './stage-connection.ts';

/** A shop of the stage. Throws a CommandError that suggests the nearest. */
export async function findShop(
  shopId: string,
  { shops, stage }: Pick<StageConnection, 'shops' | 'stage'>,
): Promise<Shop> {
  const shop = await shops.find(shopId);
  if (shop) return shop;
  const ids = (await shops.list()).map((each) => each.shopId);
  const nearest = nearestName(shopId, ids);
  throw new CommandError(
    `There is no shop "${shopId}" in stage ${stage}.${nearest ? ` Did you mean ${nearest}?` : ''}`,
    ids.length > 0 ? `Shops are: ${ids.join(', ')}.` : 'Add one with azi shop add.',
  );
}

/** The schedules of a shop's sync, or the one of them that is named. Throws a CommandError when there is none. */
export async function findSchedules(
  { shopId, sync, scheduleId }: { shopId: string; sync: BuiltSync; scheduleId?: string | undefined },
  { schedules }: Pick<StageConnection, 'schedules'>,
): Promise<Schedule[]> {
  const rows = (await schedules.list(shopId)).filter((row) => row.sync === sync);
  const found = rows.filter((row) => scheduleId === undefined || row.scheduleId === scheduleId);
  if (found.length > 0) return found;
  throw new CommandError(
    `Shop "${shopId}" has no schedule${scheduleId === undefined ? '' : ` "${scheduleId}"`} for ${sync}.`,
    rows.length > 0
      ? `It has: ${rows.map((row) => row.scheduleId).join(', ')}.`
      : `Make one with azi schedule set ${shopId} ${sync} "rate(10 minutes)".`,
  );
}
