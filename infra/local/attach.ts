import { setTimeout as sleep } from 'node:timers/promises';
import * as z from 'zod/mini';
import type { AwsEndpoints } from './aws-endpoints.ts';
import { type Owner, readOwner } from './owner-file.ts';
import { isOwned } from './state-directory.ts';

/**
 * The endpoints of the living owner of a state directory, or undefined where nobody owns it. Waits for an owner that is
 * just starting. A process that took over a dead owner's port is not mistaken for it: the instance id must answer.
 */
export async function attach(stateDir: string): Promise<AwsEndpoints | undefined> {
  const owner = await startedOwner(stateDir);
  if (owner?.endpoints === undefined) return undefined;
  const instanceId = await ping(owner.endpoints.states);
  return instanceId === owner.instanceId ? owner.endpoints : undefined;
}

/** An owner may have to synthesize the templates first. */
const MOST_START_MS = 60_000;
const PAUSE_MS = 100;

async function startedOwner(stateDir: string): Promise<Owner | undefined> {
  for (let waitedMs = 0; waitedMs < MOST_START_MS; waitedMs += PAUSE_MS) {
    const owner = readOwner(stateDir);
    if (owner === undefined || owner.endpoints !== undefined || !isOwned(stateDir)) return owner;
    await sleep(PAUSE_MS);
  }
  return undefined;
}

/** The path at which a local stack says which one it is. */
export const PING_PATH = '/_azi/ping';

const Ping = z.object({ instanceId: z.string() });

async function ping(endpoint: string): Promise<string | undefined> {
  try {
    const answer = await fetch(`${endpoint}${PING_PATH}`, { signal: AbortSignal.timeout(2_000) });
    const body = Ping.safeParse(await answer.json());
    return body.success ? body.data.instanceId : undefined;
  } catch {
    return undefined; // Nobody listens there, or somebody who does not know the question.
  }
}
