import { resolve } from 'node:path';
import type { ShopToOnboard } from './check-shop.ts';
import type { CommandMeans } from './command-means.ts';
import type { CommonOptions } from './common-options.ts';
import { CredentialsMissingError, planWorld, type WorldOptions, type WorldPlan } from './plan-world.ts';
import { readCount } from './read-count.ts';
import { readRememberedWorld } from './remembered-world.ts';
import { readShopsFile } from './shops-file.ts';

/** The flags of {@link withWorldOptions}. */
export interface WorldFlags extends WorldOptions {
  readonly shops?: string;
  readonly simulatedOrders?: string;
}

/** What the flags, the environment and the state directory say of the world. */
export interface ReadWorld {
  readonly stateDir: string;
  readonly plan: WorldPlan;
  readonly shops: readonly ShopToOnboard[] | undefined;
  readonly orders: number | undefined;
}

/** Reads and checks everything that stands in for the world. Changes nothing. Throws a CommandError. */
export async function readWorld(
  options: CommonOptions & WorldFlags,
  { environment, now }: Pick<CommandMeans, 'environment' | 'now'>,
): Promise<ReadWorld> {
  const stateDir = resolve(options.state);
  const plan = planWorld(options, { environment, ...readRememberedWorld(stateDir) });
  const shops = options.shops === undefined ? undefined : await readShopsFile(options.shops, { now });
  const real = plan.amazon.kind === 'simulated' && shops?.find(({ downstreamUrl }) => downstreamUrl !== undefined);
  // Invented orders must not reach somebody's real systems for want of a variable.
  if (real)
    throw new CredentialsMissingError(`Shop "${real.shopId}" has a downstream of its own, so it is no simulated one`);
  return {
    stateDir,
    plan,
    shops,
    orders: readCount('--simulated-orders', options.simulatedOrders, { from: 0, to: 1_000_000 }),
  };
}
