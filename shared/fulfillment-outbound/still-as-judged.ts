import { NumberValue } from '@aws-sdk/lib-dynamodb';
import { isObject } from '../buyers/split-fields.ts';
import { Destination } from './outbound-request.ts';

/** Of longer orders these lines are compared, and how many there are: an expression takes no more than 4 KB. */
const LINES_COMPARED = 20;

interface Condition {
  readonly conditions: string[];
  /** Only those that are used: DynamoDB refuses others. */
  readonly names: Record<string, string>;
  readonly values: Record<string, unknown>;
}

/**
 * The condition (of a DynamoDB write) that a request is still the one that was judged: what is ordered, where it goes, and
 * its wishes. Leaf by leaf: whether two maps are equal is not to be asked of every store. Where something else than a leaf
 * stands, which no good request has, its type is compared.
 */
export function stillAsJudged(request: Record<string, unknown>): Condition {
  const condition: Condition = { conditions: [], names: {}, values: {} };
  for (const name of ['marketplaceId', 'shippingSpeed', 'hold', 'cancel']) {
    addPart(condition, { path: [name], part: request[name] });
  }
  addDestination(condition, request.destination);
  addItems(condition, request.items);
  return condition;
}

function addDestination(condition: Condition, destination: unknown) {
  condition.conditions.push(`attribute_exists(${named(condition, ['destination'])})`);
  if (!isMap(destination)) return addPart(condition, { path: ['destination'], part: destination });
  for (const name of Object.keys(Destination.shape)) {
    addPart(condition, { path: ['destination', name], part: destination[name] });
  }
}

function addItems(condition: Condition, items: unknown) {
  if (!Array.isArray(items)) return addPart(condition, { path: ['items'], part: items });
  const path = named(condition, ['items']);
  condition.conditions.push(`attribute_not_exists(${path}[${items.length}])`);
  if (items.length > LINES_COMPARED) condition.conditions.push(`attribute_exists(${path}[${items.length - 1}])`);
  const lines: readonly unknown[] = items.slice(0, LINES_COMPARED);
  for (const [index, line] of lines.entries()) {
    if (!isMap(line)) addPart(condition, { path: ['items', index], part: line });
    else {
      for (const name of ['lineItemId', 'sku', 'quantity']) {
        addPart(condition, { path: ['items', index, name], part: line[name] });
      }
    }
  }
}

type Path = readonly (string | number)[];

/** The path as an expression says it. */
function named({ names }: Condition, path: Path): string {
  let said = '';
  for (const step of path) {
    if (typeof step === 'number') said += `[${step}]`;
    else {
      names[`#${step}`] = step;
      said += said === '' ? `#${step}` : `.#${step}`;
    }
  }
  return said;
}

function addPart(condition: Condition, { path, part }: { path: Path; part: unknown }) {
  const { conditions, values } = condition;
  const said = named(condition, path);
  if (part === undefined) conditions.push(`attribute_not_exists(${said})`);
  else if (isLeaf(part)) {
    const value = `:${path.join('_')}`;
    conditions.push(`${said} = ${value}`);
    values[value] = part;
  } else {
    const type = typeOf(part);
    conditions.push(`attribute_type(${said}, :${type})`);
    values[`:${type}`] = type;
  }
}

const isLeaf = (part: unknown) => ['string', 'number', 'boolean'].includes(typeof part) || part instanceof NumberValue;

const isMap = (part: unknown): part is Record<string, unknown> => isObject(part) && typeOf(part) === 'M';

/** DynamoDB's name for the type of something that is no leaf. */
function typeOf(part: unknown): 'NULL' | 'L' | 'M' | 'B' | 'SS' | 'NS' | 'BS' {
  if (part === null) return 'NULL';
  if (Array.isArray(part)) return 'L';
  if (part instanceof Uint8Array) return 'B';
  if (!(part instanceof Set)) return 'M';
  const [first]: unknown[] = [...part];
  if (typeof first === 'string') return 'SS';
  return first instanceof Uint8Array ? 'BS' : 'NS';
}
