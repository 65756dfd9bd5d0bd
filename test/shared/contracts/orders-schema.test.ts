import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import type { Fields } from '../../../shared/buyers/split-fields.ts';
import { ORDER_FIELDS } from '../../../shared/orders/order-fields.ts';
import { PII_STATES } from '../../../shared/orders/order.ts';

interface Schema {
  $ref?: string | undefined;
  properties?: Record<string, Schema> | undefined;
  items?: Schema | undefined;
  enum?: unknown[] | undefined;
}
const Schema: z.ZodMiniType<Schema> = z.looseObject({
  $ref: z.optional(z.string()),
  enum: z.optional(z.array(z.unknown())),
  get properties() {
    return z.optional(z.record(z.string(), Schema));
  },
  get items() {
    return z.optional(Schema);
  },
});
const Document = z.object({ $defs: z.record(z.string(), Schema) });

const file = new URL('../../../shared/contracts/schemas/orders.schema.json', import.meta.url);
const { $defs } = Document.parse(JSON.parse(readFileSync(file, 'utf8')));
const resolve = (schema: Schema): Schema =>
  schema.$ref === undefined ? schema : resolve($defs[schema.$ref.replace('#/$defs/', '')] ?? {});

const pathsOfFields = (fields: Fields, at = ''): string[] =>
  Object.entries(fields).flatMap(([name, field]) => {
    const path = `${at}${name}`;
    if (field === true) return [path];
    return [path, ...pathsOfFields(Array.isArray(field) ? field[0] : field, `${path}.`)];
  });

const pathsOfSchema = (schema: Schema, at = ''): string[] =>
  Object.entries(resolve(schema).properties ?? {}).flatMap(([name, part]) => {
    const path = `${at}${name}`;
    const inner = resolve(part);
    return [path, ...pathsOfSchema(inner.items ?? inner, `${path}.`)];
  });

const isBuyers = (path: string) => /^(buyer|recipient)\b/.test(path);

describe('the published schema of orders', () => {
  const order = resolve({ $ref: '#/$defs/Order' });

  it('has every field that an order may keep, and beside them only version, pii and the buyer', () => {
    const published = pathsOfSchema(order).filter((path) => !isBuyers(path) && !['version', 'pii'].includes(path));
    expect(published.sort()).toEqual(pathsOfFields(ORDER_FIELDS).sort());
  });

  it('spells the states of pii as we do', () => {
    expect(order.properties?.pii?.enum).toEqual([...PII_STATES]);
  });

  it('is open for fields that Amazon adds', () => {
    expect(readFileSync(file, 'utf8')).not.toContain('additionalProperties');
  });
});
