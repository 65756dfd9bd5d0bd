import { describe, expect, it } from 'vitest';
import { ReturnReader } from '../../../shared/returns/return.ts';
import type { Source } from '../../../shared/returns/return-windows.ts';

type Fields = Readonly<Record<string, string>>;

/** Keys of a report's rows, in their order. */
function keysOf(source: Source, rows: readonly Fields[]): string[] {
  const reader = new ReturnReader(source);
  return rows.map((fields, index) => reader.toReturn({ position: index + 2, fields }).key);
}

const fba = (over: Fields): Fields => ({
  returnDate: '2026-02-10T08:00:00+00:00',
  orderId: '111-1',
  sku: 'SKU-1',
  fulfillmentCenterId: 'ABE2',
  detailedDisposition: 'SELLABLE',
  reason: 'UNWANTED_ITEM',
  status: 'Unit returned to inventory',
  licensePlateNumber: '',
  ...over,
});
const merchant = (over: Fields): Fields => ({
  orderId: '222-1',
  amazonRmaId: 'RMA-1',
  merchantSku: 'SKU-1',
  asin: 'B0EXAMPLE1',
  returnRequestDate: '2026-02-10T08:00:00Z',
  returnRequestStatus: 'Approved',
  ...over,
});

describe('the key of a return is the same in every window that shows it', () => {
  it.each<[string, Source, Fields, Fields]>([
    [
      'a unit that came back twice under one plate',
      'FBA',
      fba({ licensePlateNumber: 'LPN1', returnDate: '2026-01-05T08:00:00+00:00' }),
      fba({ licensePlateNumber: 'LPN1' }),
    ],
    ['two units without a plate', 'FBA', fba({ returnDate: '2026-01-05T08:00:00+00:00' }), fba({})],
    [
      'two returns of one order without an RMA',
      'MERCHANT',
      merchant({ amazonRmaId: '', returnRequestDate: '2026-01-05T08:00:00Z' }),
      merchant({ amazonRmaId: '' }),
    ],
    [
      'two returns without an RMA of Amazon’s, told apart by the merchant’s',
      'MERCHANT',
      merchant({ amazonRmaId: '', merchantRmaId: 'M-1' }),
      merchant({ amazonRmaId: '', merchantRmaId: 'M-2' }),
    ],
  ])('%s', (_, source, older, newer) => {
    const [first, second] = keysOf(source, [older, newer]);

    expect(first).not.toBe(second);
    expect(keysOf(source, [newer])).toEqual([second]);
    expect(keysOf(source, [newer, older])).toEqual([second, first]);
  });

  it.each<[string, Source, Fields, Fields]>([
    ['its status, what the customer wrote', 'FBA', fba({}), fba({ status: 'Reimbursed', customerComments: 'late' })],
    ['how its date is written', 'FBA', fba({}), fba({ returnDate: '2026-02-10T09:00:00+01:00' })],
    ['its plate’s status', 'FBA', fba({ licensePlateNumber: 'L' }), fba({ licensePlateNumber: 'L', status: 'x' })],
    ['its refund', 'MERCHANT', merchant({}), merchant({ returnRequestStatus: 'Closed', refundAmount: '59.9' })],
    ['its date as the flat file has it', 'MERCHANT', merchant({}), merchant({ returnRequestDate: '10-Feb-2026' })],
    [
      'its date as the flat file has it, without an RMA',
      'MERCHANT',
      merchant({ amazonRmaId: '' }),
      merchant({ amazonRmaId: '', returnRequestDate: '10-Feb-2026' }),
    ],
  ])('whatever becomes of %s', (_, source, before, after) => {
    expect(keysOf(source, [after])).toEqual(keysOf(source, [before]));
  });

  it.each<[string, Source, Fields]>([
    ['units without a plate, returned in the same second', 'FBA', fba({})],
    ['items of one SKU in one RMA', 'MERCHANT', merchant({})],
  ])('alike %s are numbered, and are always in the same windows', (_, source, twin) => {
    const other = { ...twin, orderId: '999-9', amazonRmaId: 'RMA-9' };

    const keys = keysOf(source, [twin, other, twin, twin]);

    expect(new Set(keys).size).toBe(4);
    expect(keysOf(source, [twin, twin, twin])).toEqual([keys[0], keys[2], keys[3]]);
  });
});

describe('the date of a return', () => {
  const dateOf = (source: Source, fields: Fields) =>
    new ReturnReader(source).toReturn({ position: 2, fields }).returnedAt;

  it.each([
    ['2026-02-10T08:00:00+00:00', '2026-02-10T08:00:00.000Z'],
    ['2026-02-10T08:00:00-08:00', '2026-02-10T16:00:00.000Z'],
    ['10-Feb-2026', '2026-02-10T00:00:00.000Z'],
    ['1-dec-2025', '2025-12-01T00:00:00.000Z'],
  ])('%s is read', (text, moment) => {
    expect(dateOf('MERCHANT', merchant({ returnRequestDate: text }))).toBe(moment);
  });

  it.each(['', 'soon', '31-Feb-2026', '10-Fev-2026', '10-Feb-26'])('"%s" is none', (text) => {
    expect(dateOf('MERCHANT', merchant({ returnRequestDate: text }))).toBeUndefined();
  });
});
