import type { Fulfillment } from './fulfillment.ts';
import type { OutboundState } from './outbound-state.ts';

/**
 * Whether what Amazon has under an order's id is what we ask for: the same units of the same SKUs. An id may have been used
 * elsewhere. Lines of which Amazon does not tell SKU and quantity are no proof against it.
 */
export function isSameOrder(
  { request, submission }: Pick<OutboundState, 'request' | 'submission'>,
  { lineItems }: Pick<Fulfillment, 'lineItems'>,
): boolean {
  // What we never asked for is not ours.
  if (!request || submission.attempts === 0) return false;
  const told = lineItems.flatMap(({ sku, quantity }) => (sku && quantity !== undefined ? [{ sku, quantity }] : []));
  if (told.length < lineItems.length || told.length === 0) return true;
  return JSON.stringify(unitsBySku(told)) === JSON.stringify(unitsBySku(request.items));
}

function unitsBySku(items: readonly { sku: string; quantity: number }[]): [string, number][] {
  const units = new Map<string, number>();
  for (const { sku, quantity } of items) units.set(sku, (units.get(sku) ?? 0) + quantity);
  return [...units].sort(([one], [other]) => (one < other ? -1 : 1));
}
