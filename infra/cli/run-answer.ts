import type { Answer } from './answer.ts';
import { toSummary } from './print-summary.ts';
import { toUndeliveredText } from './wait-for-deliveries.ts';
import { isSuccess, type RunOutcome } from './run-and-deliver.ts';
import type { RunReport } from '../../shared/sync/run-report.ts';
import type { SimulatedWorld } from './simulated-world.ts';
import type { Refused } from './watch-dead-letters.ts';

/** Runs as `--json` and as the screen tell them. */
export const toRunAnswer = (
  outcome: RunOutcome,
  { world, colored }: { world: SimulatedWorld | undefined; colored: boolean },
): Answer => ({
  json: { runs: outcome.entries.map(({ report }) => withDeliveries(report, outcome)) },
  text: [
    toSummary({ ...outcome, colored, received: receivedBy(outcome, world) }),
    ...outcome.refusedEarlier.map(
      (refused) => `${refused.shopId} ${refused.sync}: ${toRefusedText(refused)} See azi dead-letters list.`,
    ),
  ].join('\n'),
  ok: isSuccess(outcome),
});

/** A run that succeeded, and whose batches nobody has taken or somebody has refused, says so: the exit code does too. */
function withDeliveries(report: RunReport, { undelivered, refusedEarlier }: RunOutcome): RunReport {
  const refused = refusedEarlier.filter(({ shopId, sync }) => shopId === report.shopId && sync === report.sync);
  const waiting = undelivered === undefined ? [] : [`undelivered: ${toUndeliveredText(undelivered)}.`];
  return { ...report, notes: [...report.notes, ...waiting, ...refused.map(toRefusedText)] };
}

const toRefusedText = ({ records }: Refused) =>
  `Downstream has refused ${records} ${records === 1 ? 'record' : 'records'} of earlier runs: dead letters now.`;

function receivedBy({ entries }: RunOutcome, world: SimulatedWorld | undefined) {
  const shopIds = entries.map(({ report }) => report.shopId).filter((shopId) => world?.receiver.serves(shopId));
  return new Map(shopIds.flatMap((shopId) => (world ? [[shopId, world.receiver.received(shopId)] as const] : [])));
}
