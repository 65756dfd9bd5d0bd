import { isObject } from '../buyers/split-fields.ts';
import { Destination } from './outbound-request.ts';

/** Of longer orders these lines are compared, and how many there are: an expression takes no more than 4 KB. */
const LINES_COMPARED = 20;

interface Condition {
  readonly conditions: string[];
  readonly names: Record<string, string>;
  readonly values: Record<string, unknown>;
}

/**
 * The condition (of a DynamoDB write) that a request is still the one that was judged: what is ordered, where it goes, and
 * its wishes. Leaf by leaf: whether two maps are equal is not to be asked of every store.
 */
export function stillAsJudged(request: Record<string, unknown>): Condition {
  const condition: Condition = { conditions: [], names: {}, values: {} };
  for (const name of ['marketplaceId', 'shippingSpeed', 'hold', 'cancel']) {
    addLeaf(condition, { path: `#${name}`, part: request[name], value: `:${name}` });
    condition.names[`#${name}`] = name;
  }
  addDestination(condition, request.destination);
  addItems(condition, request.items);
  return condition;
}

function addDestination(condition: Condition, destination: unknown) {
  condition.names['#destination'] = 'destination';
  condition.conditions.push('attribute_exists(#destination)');
  if (!isObject(destination)) return addLeaf(condition, { path: '#destination', part: destination, value: ':to' });
  for (const name of Object.keys(Destination.shape)) {
    condition.names[`#${name}`] = name;
    addLeaf(condition, { path: `#destination.#${name}`, part: destination[name], value: `:to_${name}` });
  }
}

function addItems(condition: Condition, items: unknown) {
  condition.names['#items'] = 'items';
  if (!Array.isArray(items)) return addLeaf(condition, { path: '#items', part: items, value: ':items' });
  condition.conditions.push(`attribute_not_exists(#items[${items.length}])`);
  if (items.length > LINES_COMPARED) condition.conditions.push(`attribute_exists(#items[${items.length - 1}])`);
  const lines: readonly unknown[] = items.slice(0, LINES_COMPARED);
  for (const [index, line] of lines.entries()) {
    if (!isObject(line)) continue;
    for (const name of ['lineItemId', 'sku', 'quantity']) {
      condition.names[`#${name}`] = name;
      addLeaf(condition, { path: `#items[${index}].#${name}`, part: line[name], value: `:${name}${index}` });
    }
  }
}

function addLeaf(
  { conditions, values }: Condition,
  { path, part, value }: { path: string; part: unknown; value: string },
) {
  if (part === undefined) conditions.push(`attribute_not_exists(${path})`);
  else if (typeof part === 'string' || typeof part === 'number' || typeof part === 'boolean') {
    conditions.push(`${path} = ${value}`);
    values[value] = part;
  }
}
