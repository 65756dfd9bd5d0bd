import { isDeepStrictEqual } from 'node:util';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DocumentDamagedError } from '../../../../shared/reports/documents/document-damaged-error.ts';
import { inPieces, readAll, reportDocument } from '../../../support/report-document.ts';

const RUNS = { numRuns: 400 };

/** A listings report of some rows, in one or two gzip members, with or without a file name in the header. */
const packedReport = fc
  .record({
    names: fc.array(fc.string({ unit: 'grapheme', maxLength: 12 }), { minLength: 0, maxLength: 60 }),
    split: fc.boolean(),
    named: fc.boolean(),
    level: fc.constantFrom(0, 1, 6, 9),
  })
  .map(({ names, split, named, level }) => {
    const rows = names.map((name, row) => `${name.replaceAll(/[\t\r\n"]/g, ' ')}\tSKU-${row}\t9.99\r\n`);
    const text = Buffer.from(`item-name\tseller-sku\tprice\r\n${rows.join('')}`);
    const half = text.length >> 1;
    const members = split ? [text.subarray(0, half), text.subarray(half)] : [text];
    return { text, packed: Buffer.concat(members.map((member) => withName(gzipSync(member, { level }), named))) };
  });

/** RFC 1952: flag FNAME, and a name that ends with a zero byte behind the ten bytes of the header. */
function withName(member: Buffer, named: boolean): Buffer {
  if (!named) return member;
  const header = Buffer.from(member.subarray(0, 10));
  header.writeUInt8(0x08, 3);
  return Buffer.concat([header, Buffer.from('report.txt\0'), member.subarray(10)]);
}

const read = (bytes: Buffer, pieceBytes = 1000) =>
  readAll(reportDocument('', { compression: 'gzip', content: inPieces(bytes, pieceBytes) }));

/** The rows, or `damaged`. Any other failure fails the property. */
async function readOrNotice(bytes: Buffer, pieceBytes?: number) {
  try {
    return (await read(bytes, pieceBytes)).rows;
  } catch (error) {
    if (error instanceof DocumentDamagedError) return 'damaged';
    throw error;
  }
}

async function isNoticedOrHarmless(good: Buffer, bad: Buffer, pieceBytes?: number): Promise<boolean> {
  const rows = await readOrNotice(bad, pieceBytes);
  return rows === 'damaged' || isDeepStrictEqual(rows, (await read(good)).rows);
}

const changed = (bytes: Buffer, at: number, mask: number) => {
  const bad = Buffer.from(bytes);
  bad.writeUInt8(bad.readUInt8(at) ^ mask, at);
  return bad;
};

describe('a gzip document', () => {
  it('in which any byte is another is noticed, or its rows are the same', async () => {
    const property = fc.asyncProperty(
      packedReport,
      fc.nat(),
      fc.integer({ min: 1, max: 255 }),
      ({ packed }, place, mask) =>
        isNoticedOrHarmless(packed, changed(packed, place % packed.length, mask), 1 + (place % 97)),
    );

    await expect(fc.assert(property, RUNS)).resolves.toBeUndefined();
  });

  it('in which any bit of its headers, of a member’s end and of its trailer is another likewise', async () => {
    const text = Buffer.from('item-name\tseller-sku\r\nMug\tS1\r\nCup\tS2\r\n');
    const packed = Buffer.concat([gzipSync(text.subarray(0, 30)), gzipSync(text.subarray(30))]);
    const unnoticed: number[] = [];
    for (let bit = 0; bit < packed.length * 8; bit++) {
      if (!(await isNoticedOrHarmless(packed, changed(packed, bit >> 3, 1 << (bit & 7))))) unnoticed.push(bit);
    }

    expect(unnoticed).toEqual([]);
  });

  it('whose second part is no gzip any more is noticed, also where it begins with a zero as padding does', async () => {
    const members = [gzipSync('item-name\tseller-sku\r\nMug\tS1\r\n'), gzipSync('Cup\tS2\r\n')];
    const bad = Buffer.concat(members);
    bad.writeUInt8(0, members[0]?.length ?? 0);

    expect(await readOrNotice(bad)).toBe('damaged');
  });

  it('that is cut off anywhere is noticed', async () => {
    const property = fc.asyncProperty(packedReport, fc.nat(), async ({ packed }, place) => {
      const length = place % packed.length;
      // Cut between two members it is gzip in full: there the length that storage announces tells.
      const secondMember = packed.indexOf(Buffer.from([0x1f, 0x8b, 0x08]), 1);
      if (length === secondMember) return true;
      return (await readOrNotice(packed.subarray(0, length), 1 + (place % 97))) === 'damaged';
    });

    await expect(fc.assert(property, RUNS)).resolves.toBeUndefined();
  });

  it('behind which anything stands is noticed, or its rows are the same', async () => {
    const more = fc.uint8Array({ minLength: 1, maxLength: 40 });
    const property = fc.asyncProperty(packedReport, more, ({ packed }, bytes) =>
      isNoticedOrHarmless(packed, Buffer.concat([packed, bytes]), 1 + (bytes[0] ?? 0)),
    );

    await expect(fc.assert(property, RUNS)).resolves.toBeUndefined();
  });
});
