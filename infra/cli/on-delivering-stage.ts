import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { breakLeases } from '../../shared/sync/break-leases.ts';
import { CommandError } from './command-error.ts';
import type { CommandMeans } from './command-means.ts';
import type { CommonOptions } from './common-options.ts';
import { findSecret } from './onboard-shop.ts';
import { attachToFunctions } from './on-stage.ts';
import { type DownstreamPlan, readDownstream } from './plan-world.ts';
import type { Progress } from './progress.ts';
import { readRememberedWorld, writeRememberedWorld } from './remembered-world.ts';
import { showWarnings } from './show-warnings.ts';
import { makeWebhookSecret, simulatedRefreshToken } from './simulated-world.ts';
import { connectStage, readStage, type StageConnection } from './stage-connection.ts';
import { startWebhookReceiver, type WebhookReceiver } from './webhook-receiver.ts';

/** The flags of a command that delivers but asks nothing of Amazon. */
export interface DeliveryOptions extends CommonOptions {
  readonly downstream?: string;
}

/**
 * Does a command's work on a stage that delivers: a deployed one, the stack that another command runs on this state directory,
 * or one that is brought up for the purpose, with the built-in receiver for shops that use it. Amazon is not needed.
 */
export async function onDeliveringStage<Result>(
  { options, command }: { options: DeliveryOptions; command: string },
  work: (connection: StageConnection) => Promise<Result>,
  means: CommandMeans & { progress: Progress },
): Promise<Result> {
  const stage = readStage(options.stage);
  const stateDir = resolve(options.state);
  const downstream = readDownstream(options.downstream, means.environment);
  const connection = stage === 'local' ? await attachToFunctions(stateDir) : connectStage(stage);
  await using started = new AsyncDisposableStack();
  if (connection) {
    started.defer(() => connection.clients.destroy());
    return await work(connection);
  }

  if (!existsSync(stateDir)) {
    throw new CommandError(
      `There is nothing in the state directory ${options.state} yet.`,
      'Start with azi run, or name another with --state DIR.',
    );
  }
  const receiver = await startWebhookReceiver();
  started.defer(() => receiver.stop());
  const { startLocalStack } = await import('../local/local-stack.ts');
  const stack = await startLocalStack({
    stateDir,
    command,
    mode: 'functions',
    fireSchedules: false,
    speed: 1,
    spApiEndpoint: '',
    lwaEndpoint: '',
    onEvent: showWarnings(means.progress),
  });
  started.defer(() => stack.stop());
  const own = connectStage('local', stack.endpoints);
  started.defer(() => own.clients.destroy());
  await breakLeases(own);
  await pointAtReceiver({ stateDir, receiver, downstream }, own);
  return await work(own);
}

/** The built-in receiver listens on another port at each start; `--downstream` takes every shop's batches, from now on. */
async function pointAtReceiver(
  {
    stateDir,
    receiver,
    downstream,
  }: { stateDir: string; receiver: WebhookReceiver; downstream: DownstreamPlan | undefined },
  connection: StageConnection,
): Promise<void> {
  const remembered = readRememberedWorld(stateDir);
  const { simulatedShops } = remembered;
  if (downstream) {
    const elsewhere = simulatedShops.map((shop) => ({ ...shop, builtInReceiver: false }));
    writeRememberedWorld(stateDir, { ...remembered, simulatedShops: elsewhere });
  }
  for (const shop of await connection.shops.list()) {
    const { shopId } = shop;
    const builtIn = simulatedShops.some((simulated) => simulated.shopId === shopId && simulated.builtInReceiver);
    if (!builtIn && !downstream) continue;
    const found = builtIn ? await findSecret(shopId, connection) : await connection.secrets.ofShop(shopId);
    const refreshToken = found?.refreshToken ?? simulatedRefreshToken(shopId);
    const downstreamSecret = downstream?.secret ?? found?.downstreamSecret ?? makeWebhookSecret();
    await connection.secrets.saveOfShop(shopId, { refreshToken, downstreamSecret });
    await connection.shops.saveSettings({
      ...shop,
      downstreamUrl: downstream?.url ?? receiver.urlFor(shopId, downstreamSecret),
    });
  }
}
