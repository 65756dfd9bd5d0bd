import { join } from 'node:path';
import * as z from 'zod/mini';
import { REGIONS } from '../../shared/shops/shop.ts';
import { readFileIfAny, writePrivateFile } from '../local/private-file.ts';
import { StateDirectoryError } from '../local/state-directory-error.ts';

/** A shop whose seller is simulated. It must never meet the real Amazon, nor a real shop the simulated one. */
export const SimulatedShop = z.object({
  shopId: z.string(),
  sellerId: z.string(),
  region: z.enum(REGIONS),
  marketplaceIds: z.array(z.string()),
  /** Its batches go to the receiver that the command brings, on another port at each start. */
  builtInReceiver: z.boolean(),
});
export type SimulatedShop = z.infer<typeof SimulatedShop>;

/** What a state directory remembers of the world that its shops live in. */
export const RememberedWorld = z.object({
  simulatedShops: z._default(z.array(SimulatedShop), []),
  /** Up to when the simulated sellers have had orders, ISO: a later start finds the same ones. */
  simulatedUntil: z.optional(z.string()),
  /** How many each has had, where somebody said. */
  simulatedOrders: z.optional(z.number()),
  /** `azi shop add --application` has stored the credentials of an LWA application. */
  applicationStored: z._default(z.boolean(), false),
});
export type RememberedWorld = z.infer<typeof RememberedWorld>;

/** Nothing is remembered where there is no directory yet. */
export function readRememberedWorld(stateDir: string): RememberedWorld {
  const text = readText(stateDir);
  return RememberedWorld.parse(text === undefined ? {} : JSON.parse(text));
}

function readText(stateDir: string): string | undefined {
  try {
    return readFileIfAny(join(stateDir, FILE));
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOTDIR')) throw error;
    throw new StateDirectoryError(
      `The state directory ${stateDir} cannot be used: there is a file of that name. Name one that you may write to with --state DIR.`,
    );
  }
}

/** Only for the owner of the directory. */
export const writeRememberedWorld = (stateDir: string, world: RememberedWorld) =>
  writePrivateFile(join(stateDir, FILE), JSON.stringify(world, undefined, 2));

const FILE = 'world.json';
