import type { Answer } from './answer.ts';
import { toSummary } from './print-summary.ts';
import { toUndeliveredText } from './wait-for-deliveries.ts';
import { isSuccess, type RunOutcome } from './run-and-deliver.ts';
import type { RunReport } from '../../shared/sync/run-report.ts';
import type { SimulatedWorld } from './simulated-world.ts';

/** Runs as `--json` and as the screen tell them. */
export const toRunAnswer = (
  outcome: RunOutcome,
  { world, colored }: { world: SimulatedWorld | undefined; colored: boolean },
): Answer => ({
  json: { runs: outcome.entries.map(({ report }) => withUndelivered(report, outcome)) },
  text: toSummary({ ...outcome, colored, received: receivedBy(outcome, world) }),
  ok: isSuccess(outcome),
});

/** A run that succeeded, and whose batches nobody has taken yet, says so: the exit code does too. */
function withUndelivered(report: RunReport, { undelivered }: RunOutcome): RunReport {
  if (undelivered === undefined) return report;
  return { ...report, notes: [...report.notes, `undelivered: ${toUndeliveredText(undelivered)}.`] };
}

function receivedBy({ entries }: RunOutcome, world: SimulatedWorld | undefined) {
  const shopIds = entries.map(({ report }) => report.shopId).filter((shopId) => world?.receiver.serves(shopId));
  return new Map(shopIds.flatMap((shopId) => (world ? [[shopId, world.receiver.received(shopId)] as const] : [])));
}
