import type { Command } from 'commander';
import { KIND_OF } from '../../../shared/contracts/syncs.ts';
import { everyOutbox } from '../../../shared/delivery/every-outbox.ts';
import { redeliver, type Redelivered } from '../../../shared/delivery/redeliver.ts';
import { STAGES } from '../../stages.ts';
import { type Answer, answer } from '../answer.ts';
import { CommandError } from '../command-error.ts';
import type { CommandMeans } from '../command-means.ts';
import { createCommand, withDownstreamOption, withHelp } from '../common-options.ts';
import { findShop } from '../find-shop.ts';
import { type DeliveryOptions, onDeliveringStage } from '../on-delivering-stage.ts';
import { startProgress } from '../progress.ts';
import { queueUrlsOf } from '../queue-urls.ts';
import { readPastMoment } from '../read-moment.ts';
import { type BuiltSync, readSync } from '../read-sync.ts';
import type { StageConnection } from '../stage-connection.ts';
import { toUndeliveredText, waitForDeliveries } from '../wait-for-deliveries.ts';
import { watchDeadLetters } from '../watch-dead-letters.ts';

/** `azi redeliver`: hands records out again, and waits until downstream has them. */
export const redeliverCommand = (means: CommandMeans): Command =>
  withHelp(
    withDownstreamOption(createCommand('redeliver', 'hand records out again that are stored already'))
      .argument('<shopId>', 'as azi shop list shows it')
      .argument('<sync>', 'e.g. orders')
      .option('--since <iso>', 'those that Amazon changed since then, whenever they were handed out (default: all)')
      .option('--id <id...>', 'those with these ids')
      .action((shopId: string, sync: string, options: RedeliverOptions) =>
        answer({ json: options.json, work: () => handOutAgain({ shopId, sync }, options, means) }, means),
      ),
    `
Records go out in the version that is stored now; downstream recognises batches by their ids. What a first sync or a
backfill has handed out Amazon may have changed long before: leave --since away, or name a day that early.

Examples:
  azi redeliver my-shop orders --since 2026-11-01
  azi redeliver my-shop orders --id 302-1234567-1234567 --id 302-7654321-7654321`,
  );

interface RedeliverOptions extends DeliveryOptions {
  readonly since?: string;
  readonly id?: readonly string[];
}

interface Wanted {
  readonly shopId: string;
  readonly sync: BuiltSync;
  readonly since: string | undefined;
  readonly keys: readonly string[] | undefined;
}

async function handOutAgain(
  given: { shopId: string; sync: string },
  options: RedeliverOptions,
  means: CommandMeans,
): Promise<Answer> {
  const since =
    options.since === undefined ? undefined : readPastMoment(options.since, { field: '--since', now: means.now });
  const wanted: Wanted = { shopId: given.shopId, sync: readSync(given.sync), since, keys: options.id };
  if (since !== undefined && options.id !== undefined) {
    throw new CommandError('Both --since and --id are given.', 'Give one of them, or neither for every record.');
  }
  const progress = startProgress(means.stderr);
  try {
    const work = (connection: StageConnection) => redeliverOn(wanted, connection, means);
    return await onDeliveringStage({ options, command: 'azi redeliver' }, work, { ...means, progress });
  } finally {
    progress.stop();
  }
}

async function redeliverOn(
  wanted: Wanted,
  connection: StageConnection,
  { now, interrupted }: CommandMeans,
): Promise<Answer> {
  const { shopId, sync, since, keys } = wanted;
  const { downstreamUrl } = await findShop(shopId, connection);
  const { clients, names, shops, stage } = connection;
  const kind = KIND_OF[sync];
  const consumer = STAGES[stage].consumers[kind];
  if (consumer === 'webhook' && downstreamUrl === undefined) {
    throw new CommandError(
      `Shop "${shopId}" has no downstream URL to hand records out to.`,
      'Give one with azi shop add, or with --downstream URL.',
    );
  }
  const queues = { [kind]: { ...(await queueUrlsOf(kind, connection)), consumer } };
  const tables = {
    orders: names.table('orders'),
    returns: names.table('returns'),
    items: names.table('items'),
    shipments: names.table('fulfillment-outbound'),
  };
  const [connected] = everyOutbox({ client: clients.documents, sqs: clients.sqs, tables, queues, now });
  if (!connected) throw new Error(`The sync ${sync} has no outbox.`);
  const { batchSize } = STAGES[stage];
  const newDeadLetters = await watchDeadLetters({ shopIds: [shopId], syncs: [sync] }, connection);
  const result = await redeliver({ shopId, keys, since }, { ...connected, shops, now, batchSize });
  const undelivered =
    stage === 'local'
      ? await waitForDeliveries({ shopIds: [shopId], syncs: [sync] }, { connection, interrupted })
      : undefined;
  const [refused] = stage === 'local' ? await newDeadLetters() : [];
  const deadLettered = refused?.records ?? 0;
  return {
    json: { shopId, sync, ...result, deadLettered, undelivered: undelivered ?? null },
    text: [
      toText(result),
      ...(deadLettered > 0
        ? [`Downstream has refused ${deadLettered} of them: dead letters now. See azi dead-letters list.`]
        : []),
      ...(undelivered ? [`Not delivered yet: ${toUndeliveredText(undelivered)}.`] : []),
    ].join('\n'),
    ok: undelivered === undefined && deadLettered === 0 && result.unknown.length === 0,
  };
}

const toText = ({ records, batches, marked, unknown, held }: Redelivered) =>
  [
    `${records} of ${marked} records handed out again in ${batches} ${batches === 1 ? 'batch' : 'batches'}${held ? `; the rest follows (${HELD[held]})` : ''}.`,
    ...(unknown.length > 0 ? [`Not stored, so not handed out: ${unknown.join(', ')}.`] : []),
  ].join('\n');

const HELD = {
  'no-url': 'the shop has no downstream URL',
  away: 'downstream is away',
  busy: 'a run is handing out at the moment',
} as const;
