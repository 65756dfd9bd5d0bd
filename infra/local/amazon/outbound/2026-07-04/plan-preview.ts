import type { OutboundFate } from '../outbound-switches.ts';

interface PreviewLine {
  readonly sku: string;
  readonly quantity: number;
}

/**
 * In which shipments an order to come would leave, by what is to become of it: in two when it is to be split; without its
 * last line (of a single line: the last unit) when that is not to be found.
 */
export function planPreview(
  lines: readonly PreviewLine[],
  fate: OutboundFate,
): { shipments: (readonly PreviewLine[])[]; lacking: readonly PreviewLine[] } {
  const [last] = lines.slice(-1);
  const isCut = lines.length === 1 && last !== undefined && last.quantity > 1;
  if (!last || !['split', 'partial'].includes(fate)) return { shipments: [lines], lacking: [] };
  const rest = isCut ? [{ ...last, quantity: last.quantity - 1 }] : lines.slice(0, -1);
  const end = isCut ? [{ ...last, quantity: 1 }] : [last];
  const shipments = (fate === 'split' ? [rest, end] : [rest]).filter((part) => part.length > 0);
  return { shipments, lacking: fate === 'partial' ? end : [] };
}
