import { invalidInput } from '../gateway/api-error.ts';
import type { OutboundBook } from './outbound-book.ts';
import type { OutboundLine } from './outbound-order.ts';

const MAX_LINES = 100;
const MAX_UNITS = 250;

/** Throws 400 for lines that no order can have: none, too many, two of one id, no whole units, a SKU that is not there. */
export function checkLines(
  lines: readonly Pick<OutboundLine, 'lineItemId' | 'sku' | 'quantity'>[],
  { unitsOf }: Pick<OutboundBook, 'unitsOf'>,
): void {
  if (lines.length === 0) throw invalidInput('The order has no line items.');
  if (lines.length > MAX_LINES) throw invalidInput(`An order has at most ${MAX_LINES} line items.`);
  const ids = new Set(lines.map(({ lineItemId }) => lineItemId));
  if (ids.size < lines.length) throw invalidInput('Two line items have the same id.');
  let units = 0;
  for (const { lineItemId, sku, quantity } of lines) {
    if (!Number.isInteger(quantity) || quantity < 1) {
      throw invalidInput(`The quantity of line item '${lineItemId}' is no whole number of units.`);
    }
    if (unitsOf(sku) === undefined) throw invalidInput(`The SellerSKU for Item Id: ${lineItemId} is invalid.`);
    units += quantity;
  }
  if (units > MAX_UNITS) throw invalidInput(`An order has at most ${MAX_UNITS} units.`);
}
