import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { startItemsHouse, startReturnsHouse } from '../../support/report-houses.ts';
import type { SyncHouse } from '../../support/sync-house.ts';

/** The published schema of a kind, as a validator. */
const schemaOf = (kind: string) =>
  z.fromJSONSchema(
    JSON.parse(readFileSync(new URL(`../../../shared/contracts/schemas/${kind}.schema.json`, import.meta.url), 'utf8')),
  );

/** The names that the schema of a kind has for its records. */
const namesOf = (kind: string, definition: string): string[] =>
  Object.keys(
    JSON.parse(readFileSync(new URL(`../../../shared/contracts/schemas/${kind}.schema.json`, import.meta.url), 'utf8'))
      .$defs[definition].properties,
  );

describe.each([
  { kind: 'returns', definition: 'Return', start: startReturnsHouse },
  { kind: 'products', definition: 'Product', start: startItemsHouse },
])('the published schema of $kind', ({ kind, definition, start }) => {
  let house: SyncHouse;
  beforeAll(async () => {
    house = await start();
  });
  afterAll(() => house.stop());

  it('fits what is handed out, and names every field of it', async () => {
    const story = await house.story({
      seller: { orders: 20, listings: 15, fbaReturns: 5, merchantReturns: 5 },
      speed: 1,
    });
    await story.run();

    const batches = await story.batches();

    expect(batches.length).toBeGreaterThan(0);
    for (const batch of batches) expect(schemaOf(kind).safeParse(batch).error).toBeUndefined();
    const handedOut = new Set(batches.flatMap(({ records }) => records.flatMap(Object.keys)));
    expect([...handedOut].filter((name) => !namesOf(kind, definition).includes(name))).toEqual([]);
  });

  it('refuses a record without its version', () => {
    const batch = { batchId: 'b', shopId: 'S1', kind, records: [{ key: 'k' }] };

    expect(schemaOf(kind).safeParse(batch).success).toBe(false);
  });
});
