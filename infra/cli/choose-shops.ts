import type { Shop } from '../../shared/shops/shop.ts';
import type { ShopToOnboard } from './check-shop.ts';
import { CommandError } from './command-error.ts';
import { findSecret } from './onboard-shop.ts';
import { CredentialsMissingError, type WorldPlan } from './plan-world.ts';
import type { RememberedWorld } from './remembered-world.ts';
import { demoShop, makeWebhookSecret, type SimulatedWorld, simulatedRefreshToken } from './simulated-world.ts';
import type { StageConnection } from './stage-connection.ts';

export interface ChosenShop {
  readonly shop: ShopToOnboard;
  /** Its batches go to the receiver that the command brings, unless `--downstream` takes them. */
  readonly builtInReceiver: boolean;
}

interface Choice {
  readonly plan: WorldPlan;
  /** The shops of `--shops`. */
  readonly shops: readonly ShopToOnboard[] | undefined;
  /** The shops that the state directory holds. */
  readonly existing: readonly Shop[];
  readonly remembered: RememberedWorld;
  readonly world: SimulatedWorld | undefined;
  /** Whatever the state directory holds will run, not only what is chosen. */
  readonly allFire: boolean;
}

/**
 * The shops that are meant: exactly those of `--shops`, else those of the state directory, else (simulated) the demo
 * shop. Throws a CommandError rather than let a real shop meet the simulated Amazon or the other way round. Changes nothing.
 */
export async function chooseShops(choice: Choice, connection: Pick<StageConnection, 'secrets'>): Promise<ChosenShop[]> {
  const simulatedIds = choice.remembered.simulatedShops.map(({ shopId }) => shopId);
  const isSimulated = ({ shopId }: { shopId: string }) => simulatedIds.includes(shopId);
  refuseMixedWorlds(choice, isSimulated);

  const { world } = choice;
  const stored = choice.existing.filter((shop) => isSimulated(shop) === (world !== undefined));
  const shops = choice.shops ?? (await Promise.all(stored.map((shop) => withSecret(shop, choice, connection))));
  if (shops.length === 0 && !world) {
    throw new CommandError('There is no shop to run.', 'Name shops with --shops FILE, or add one with azi shop add.');
  }
  return (shops.length === 0 ? [demoShop] : shops).map((shop) => withDownstream(shop, choice));
}

function refuseMixedWorlds(
  { shops, existing, world, allFire }: Choice,
  isSimulated: (shop: { shopId: string }) => boolean,
): void {
  const there =
    shops && !allFire ? existing.filter(({ shopId }) => shops.some((shop) => shop.shopId === shopId)) : existing;
  const real = there.find((shop) => !isSimulated(shop));
  if (world && real) {
    throw new CredentialsMissingError(`The state directory holds shop "${real.shopId}", which is not simulated`);
  }
  const simulated = shops || allFire ? there.find(isSimulated) : undefined;
  if (!world && simulated) {
    throw new CommandError(
      `shop "${simulated.shopId}": the state directory holds simulated orders under this shopId.`,
      allFire
        ? `Keep real orders apart: use another state directory (--state DIR), or remove it with azi shop remove ${simulated.shopId}.`
        : 'Keep real orders apart: use another state directory (--state DIR), or another shopId.',
    );
  }
}

async function withSecret(
  shop: Shop,
  { world }: Choice,
  connection: Pick<StageConnection, 'secrets'>,
): Promise<ShopToOnboard> {
  const { paused: _paused, downstreamAwayUntil: _until, downstreamAwayReason: _reason, ...settings } = shop;
  const { shopId } = shop;
  if (!world) return { ...settings, ...(await connection.secrets.ofShop(shopId)) };
  return { ...settings, ...(await findSecret(shopId, connection)), refreshToken: simulatedRefreshToken(shopId) };
}

/** `--downstream` takes every shop's batches, from now on; a simulated shop without a URL of its own gets the built-in receiver. */
function withDownstream(shop: ShopToOnboard, { plan, shops, remembered, world }: Choice): ChosenShop {
  const had = remembered.simulatedShops.find(({ shopId }) => shopId === shop.shopId)?.builtInReceiver === true;
  const builtInReceiver = world !== undefined && (shop.downstreamUrl === undefined || (had && shops === undefined));
  if (plan.downstream) {
    const { url, secret } = plan.downstream;
    return { shop: { ...shop, downstreamUrl: url, downstreamSecret: secret }, builtInReceiver: false };
  }
  if (!builtInReceiver) return { shop, builtInReceiver };
  const secret = shop.downstreamSecret ?? makeWebhookSecret();
  return {
    shop: { ...shop, downstreamUrl: world.receiver.urlFor(shop.shopId, secret), downstreamSecret: secret },
    builtInReceiver,
  };
}
