import type { Run } from '../sync/run.ts';
import { withNotes } from '../sync/with-notes.ts';
import type { OutboundMeans } from './outbound-means.ts';
import { OutboundProgress } from './outbound-progress.ts';
import { isOrderId } from './outbound-request.ts';

const NAMED_IN_THE_END = 10;

/**
 * Tells of an order that met an unexpected error, by the error's name alone: its words may hold anything. The others go on,
 * and the run fails in the end.
 */
export function heldUp(
  run: Run,
  { orderId, error }: { orderId: string; error: Error },
  { log }: Pick<OutboundMeans, 'log'>,
): Run {
  const named = isOrderId(orderId) ? `Order ${orderId}` : 'An order whose id cannot be used';
  log.error('an order met an unexpected error', { runId: run.runId, order: named, reason: error.name });
  const progress = OutboundProgress.parse(run.progress);
  const names = new Set([...(progress.heldUp ?? []), isOrderId(orderId) ? orderId : 'one whose id cannot be used']);
  const next: OutboundProgress = { ...progress, heldUp: [...names].slice(0, NAMED_IN_THE_END) };
  const note = `${named}: ${error.name}, which nobody expected. The order stays as it is, and the next run tries again.`;
  return { ...run, notes: withNotes(run.notes, [note]), progress: next };
}
