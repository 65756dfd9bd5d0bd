import type { Shop } from '../../shared/shops/shop.ts';
import { breakLeases, type OpenRun } from '../../shared/sync/break-leases.ts';
import type { OnLocalEvent } from '../local/local-event.ts';
import { checkEndpoint } from './check-endpoint.ts';
import type { ShopToOnboard } from './check-shop.ts';
import { chooseShops } from './choose-shops.ts';
import { checkAgainstStage, onboardShop } from './onboard-shop.ts';
import type { WorldPlan } from './plan-world.ts';
import { type RememberedWorld, readRememberedWorld, writeRememberedWorld } from './remembered-world.ts';
import {
  DEFAULT_ORDERS,
  demoShop,
  type SimulatedWorld,
  simulatedApplication,
  startSimulatedWorld,
} from './simulated-world.ts';
import { connectStage, type StageConnection } from './stage-connection.ts';

/** A stack on this machine with its world and its shops, ready to run. */
export interface LocalSession {
  readonly connection: StageConnection;
  /** The shops that are meant, onboarded. */
  readonly shops: readonly Shop[];
  /** Runs of theirs that a process left open that is gone. Their leases have been broken. */
  readonly open: readonly OpenRun[];
  /** Undefined: Amazon or another server was given. */
  readonly world: SimulatedWorld | undefined;
  stop(): Promise<void>;
}

export interface BringUpOrder {
  readonly stateDir: string;
  /** As the owner of the state directory is called for others, e.g. `azi run`. */
  readonly command: string;
  readonly plan: WorldPlan;
  /** The shops of `--shops`; undefined: those of the state directory. */
  readonly shops: readonly ShopToOnboard[] | undefined;
  readonly fireSchedules: boolean;
  /** ISO; where schedules begin that have no cursor yet. */
  readonly firstCursor?: string | undefined;
  /** Orders of each simulated seller. */
  readonly orders?: number | undefined;
}

export interface BringUpMeans {
  readonly now: () => Date;
  readonly onEvent: OnLocalEvent;
  /** Told of every batch that the built-in receiver has taken. */
  readonly onBatch?: (batch: { shopId: string; records: number }) => void;
}

/**
 * Takes the state directory, brings up world and stack, onboards the shops, breaks the leases of a dead owner. What can
 * be wrong is found before anything is changed; when something fails nothing is left running.
 */
export async function bringUp(order: BringUpOrder, means: BringUpMeans): Promise<LocalSession> {
  const { now, onEvent } = means;
  const { plan, stateDir } = order;
  const remembered = {
    simulatedUntil: historyEnd(now()),
    ...readRememberedWorld(stateDir),
    ...(order.orders !== undefined && { simulatedOrders: order.orders }),
  };
  await using started = new AsyncDisposableStack();

  const world = await startWorld(order, remembered, means);
  if (world) started.defer(() => world.stop());
  // Only now: help and refusals should not wait for what a stack takes to load.
  const { startLocalStack } = await import('../local/local-stack.ts');
  const stack = await startLocalStack({
    stateDir,
    command: order.command,
    mode: 'functions',
    fireSchedules: order.fireSchedules,
    speed: plan.speed,
    ...endpointsOf(plan, world),
    onEvent,
  });
  started.defer(() => stack.stop());
  world?.rememberIn(stateDir);
  const connection = connectStage('local', stack.endpoints);
  started.defer(() => connection.clients.destroy());

  // Before anything can fire: a lease taken from now on is of a run that is alive.
  const open = await breakLeases(connection);
  const existing = await connection.shops.list();
  const chosen = await chooseShops(
    { plan, shops: order.shops, existing, remembered, world, allFire: order.fireSchedules },
    connection,
  );
  for (const { shop } of chosen) checkAgainstStage(shop, existing, connection);

  const application = plan.amazon.kind === 'simulated' ? simulatedApplication : plan.amazon.application;
  if (application) await connection.secrets.saveApplication(application);
  if (world) rememberSimulated(chosen, { stateDir, remembered });
  for (const { shop } of chosen) {
    await onboardShop(shop, connection);
    if (order.firstCursor !== undefined) await setFirstCursors(shop, order.firstCursor, connection);
  }

  const shopIds = chosen.map(({ shop }) => shop.shopId);
  const stopping = started.move();
  return {
    connection,
    shops: (await Promise.all(shopIds.map((shopId) => connection.shops.find(shopId)))).filter(
      (shop) => shop !== undefined,
    ),
    open: open.filter(({ shopId }) => shopIds.includes(shopId)),
    world,
    stop: () => stopping.disposeAsync(),
  };
}

async function setFirstCursors(
  { shopId }: ShopToOnboard,
  startTime: string,
  { schedules }: StageConnection,
): Promise<void> {
  for (const { scheduleId } of await schedules.list(shopId))
    await schedules.setFirstCursor({ shopId, scheduleId, startTime });
}

const HOUR_MS = 60 * 60_000;

async function startWorld(
  order: BringUpOrder,
  remembered: RememberedWorld & { simulatedUntil: string },
  { onBatch }: BringUpMeans,
): Promise<SimulatedWorld | undefined> {
  const { amazon, speed } = order.plan;
  if (amazon.kind === 'given') {
    if (amazon.spApiEndpoint !== '') await checkEndpoint({ flag: '--sp-api-endpoint', url: amazon.spApiEndpoint });
    await checkEndpoint({ flag: '--lwa-endpoint', url: amazon.lwaEndpoint });
    return undefined;
  }
  const named = order.shops ?? [];
  const sellers = [
    ...named,
    ...remembered.simulatedShops.filter((shop) => !named.some(({ shopId }) => shopId === shop.shopId)),
  ];
  return startSimulatedWorld({
    sellers: sellers.length > 0 ? sellers : [demoShop],
    refreshTokens: new Map(named.map(({ shopId, refreshToken }) => [shopId, refreshToken])),
    ordersUntil: new Date(remembered.simulatedUntil),
    orders: order.orders ?? remembered.simulatedOrders ?? DEFAULT_ORDERS,
    speed,
    // Where no schedule fires the command goes away, and its world with it.
    shipsAtOnce: !order.fireSchedules,
    onBatch,
  });
}

/** An hour ago: beyond the overlap of a second run, which so has nothing to read. */
const historyEnd = (now: Date) => new Date(now.getTime() - HOUR_MS).toISOString();

const endpointsOf = ({ amazon }: WorldPlan, world: SimulatedWorld | undefined) =>
  amazon.kind === 'given'
    ? { spApiEndpoint: amazon.spApiEndpoint, lwaEndpoint: amazon.lwaEndpoint }
    : { spApiEndpoint: world?.amazon.spApiEndpoint ?? '', lwaEndpoint: world?.amazon.lwaEndpoint ?? '' };

/** Written before the shops are: a shop that is there and not remembered would count as a real one. */
function rememberSimulated(
  chosen: Awaited<ReturnType<typeof chooseShops>>,
  { stateDir, remembered }: { stateDir: string; remembered: RememberedWorld },
): void {
  const others = remembered.simulatedShops.filter(
    (shop) => !chosen.some(({ shop: { shopId } }) => shopId === shop.shopId),
  );
  const simulatedShops = chosen.map(({ shop: { shopId, sellerId, region, marketplaceIds }, builtInReceiver }) => ({
    shopId,
    sellerId,
    region,
    marketplaceIds,
    builtInReceiver,
  }));
  writeRememberedWorld(stateDir, { ...remembered, simulatedShops: [...others, ...simulatedShops] });
}
