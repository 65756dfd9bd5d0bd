/**
 * What may be kept outside the `buyers` table, in Amazon's shape. `true`: a plain value (or a list of them).
 * A list of objects is `[fields]`.
 */
export interface Fields {
  readonly [name: string]: true | Fields | readonly [Fields];
}

/** Names by which the two halves of a listed object are matched again. */
const ID_NAMES = ['orderItemId', 'packageReferenceId'] as const;

type Json = Record<string, unknown>;

/**
 * Splits what Amazon sent by an allow-list: `kept` holds the fields that are named, `rest` everything else, known or not,
 * in the same shape. `rest` is undefined where nothing is left. {@link joinFields} is the way back.
 */
export function splitFields(value: Json, fields: Fields): { kept: Json; rest: Json | undefined } {
  const kept: Json = {};
  const rest: Json = {};
  for (const [name, part] of Object.entries(value)) {
    if (part === null || part === undefined) continue;
    const halves = splitPart(part, fields[name]);
    if (halves.kept !== undefined) kept[name] = halves.kept;
    if (halves.rest !== undefined) rest[name] = halves.rest;
  }
  return { kept, rest: Object.keys(rest).length > 0 ? rest : undefined };
}

function splitPart(
  part: unknown,
  field: true | Fields | readonly [Fields] | undefined,
): { kept?: unknown; rest?: unknown } {
  if (field === undefined) return { rest: part };
  if (field === true)
    return isPlain(part) || (Array.isArray(part) && part.every(isPlain)) ? { kept: part } : { rest: part };
  if (isList(field)) return Array.isArray(part) && part.every(isObject) ? splitList(part, field[0]) : { rest: part };
  return isObject(part) ? splitFields(part, field) : { rest: part };
}

/** The rest of a list holds, beside what was not kept, each element's id; without an id, a place for every element. */
function splitList(list: readonly Json[], fields: Fields): { kept: unknown; rest?: unknown } {
  const halves = list.map((element) => ({ element, ...splitFields(element, fields) }));
  const kept = halves.map((half) => half.kept);
  if (halves.every(({ rest }) => rest === undefined)) return { kept };
  const idName = ID_NAMES.find((name) => list.every((element) => typeof element[name] === 'string'));
  if (!idName) return { kept, rest: halves.map(({ rest }) => rest ?? {}) };
  const rests = halves.flatMap(({ element, rest }) => (rest ? [{ [idName]: element[idName], ...rest }] : []));
  return { kept, rest: rests };
}

/** Puts back together what {@link splitFields} has split. An element of `rest` whose other half is gone is left out. */
export function joinFields(kept: Json, rest: Json): Json {
  const joined: Json = { ...kept };
  for (const [name, part] of Object.entries(rest)) joined[name] = joinPart(kept[name], part);
  return joined;
}

function joinPart(kept: unknown, rest: unknown): unknown {
  if (kept === undefined) return rest;
  if (isObject(kept) && isObject(rest)) return joinFields(kept, rest);
  if (!Array.isArray(kept) || !Array.isArray(rest)) return kept;
  return kept.map((element: unknown, index) => {
    if (!isObject(element)) return element;
    const half: unknown =
      rest.find((other) => isObject(other) && sameId(element, other)) ?? (hasId(element) ? undefined : rest[index]);
    return isObject(half) ? joinFields(element, half) : element;
  });
}

const hasId = (element: Json) => ID_NAMES.some((name) => typeof element[name] === 'string');

const sameId = (one: Json, other: Json) =>
  ID_NAMES.some((name) => typeof one[name] === 'string' && one[name] === other[name]);

const isPlain = (value: unknown) => ['string', 'number', 'boolean'].includes(typeof value);

const isList = (field: Fields | readonly [Fields]): field is readonly [Fields] => Array.isArray(field);

export const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
