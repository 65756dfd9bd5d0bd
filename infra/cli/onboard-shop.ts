import { BUILT_SYNCS, DEFAULT_EXPRESSION, defaultScheduleId, type Sync } from '../../shared/contracts/syncs.ts';
import { SecretError, type ShopSecret } from '../../shared/shops/shop-secrets.ts';
import type { Shop } from '../../shared/shops/shop.ts';
import { STAGES } from '../stages.ts';
import type { ShopToOnboard } from './check-shop.ts';
import { CommandError } from './command-error.ts';
import { putShopSchedule, type ScheduleSettings } from './shop-schedule.ts';
import type { StageConnection } from './stage-connection.ts';

/**
 * Makes a shop known to a stage, or brings it up to date: its secret, its row, and for every built sync a schedule (row and
 * EventBridge). Schedules that are there keep their expression and pause, cursors stay. Safe to run again at any time.
 */
export async function onboardShop(shop: ShopToOnboard, connection: StageConnection): Promise<void> {
  const { shops, secrets } = connection;
  const { refreshToken, downstreamSecret, ...settings } = shop;
  const renewed = (await findSecret(shop.shopId, connection))?.refreshToken !== refreshToken;
  await secrets.saveOfShop(shop.shopId, { refreshToken, ...(downstreamSecret !== undefined && { downstreamSecret }) });
  await shops.saveSettings(settings);
  if (renewed) await shops.setPaused(shop.shopId, undefined);
  await ensureSchedules(shop.shopId, connection);
}

/** Gives every built sync of a shop its schedule. Those that are there stay as they are. */
export async function ensureSchedules(shopId: string, connection: StageConnection): Promise<void> {
  const rows = await connection.schedules.list(shopId);
  for (const sync of BUILT_SYNCS) {
    const found = rows.filter((row) => row.sync === sync);
    if (found.length === 0) await connection.schedules.saveSettings(defaultSchedule(shopId, sync));
    for (const settings of found.length === 0 ? [defaultSchedule(shopId, sync)] : found) {
      await putShopSchedule(settings, connection);
    }
  }
}

export const defaultSchedule = (shopId: string, sync: Sync): ScheduleSettings => ({
  shopId,
  scheduleId: defaultScheduleId(shopId, sync),
  sync,
  expression: DEFAULT_EXPRESSION[sync],
  enabled: true,
});

/**
 * Throws a CommandError when a shop cannot be onboarded beside those that are there: its id belongs to another seller, its
 * seller and region to another shop, or the stage does not keep shops of its region. Changes nothing.
 */
export function checkAgainstStage(
  shop: ShopToOnboard,
  existing: readonly Shop[],
  { stage }: Pick<StageConnection, 'stage'>,
): void {
  const { shopId, sellerId, region } = shop;
  const regions = STAGES[stage].regions;
  if (!regions.some((each) => each === region)) {
    throw new CommandError(
      `shop "${shopId}": region ${region} is not kept in stage ${stage} (${regions.join(', ')}).`,
      'Use a stage that keeps it; infra/stages.ts says which regions each stage keeps.',
    );
  }
  const same = existing.find((each) => each.shopId === shopId);
  if (same && (same.sellerId !== sellerId || same.region !== region)) {
    throw new CommandError(
      `shop "${shopId}": shopId is already seller ${same.sellerId} in ${same.region} here, not ${sellerId} in ${region}.`,
      'Choose another shopId: orders of two sellers must not be mixed under one.',
    );
  }
  const twin = existing.find((each) => each.shopId !== shopId && each.sellerId === sellerId && each.region === region);
  if (twin) {
    throw new CommandError(
      `shop "${shopId}": sellerId ${sellerId} in ${region} is already shop "${twin.shopId}" here.`,
      `A seller and region is one shop: use shopId "${twin.shopId}", or remove it first with azi shop remove ${twin.shopId}.`,
    );
  }
}

/** The secret that is stored for a shop, or undefined where there is none that can be read. */
export async function findSecret(
  shopId: string,
  { secrets }: Pick<StageConnection, 'secrets'>,
): Promise<ShopSecret | undefined> {
  try {
    return await secrets.ofShop(shopId);
  } catch (error) {
    if (error instanceof SecretError) return undefined;
    throw error;
  }
}
