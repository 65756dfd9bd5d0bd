import { describe, expect, it } from 'vitest';
import { textEncoder, UNREADABLE } from '../../../../../infra/local/amazon/reports/documents/text-encoder.ts';

describe('an encoder', () => {
  it.each([
    ['windows-1252', 'Größe 5 €, “Sea” – Chef’s'],
    ['shift_jis', '表ソ能 ①～ ケトル ｱｲｳ ABC 「海」'],
    ['euc-jp', '表ソ能 ケトル ｱｲｳ ABC 「海」'],
    ['utf-8', 'Größe 🫖 表'],
  ] as const)('writes %s so that it can be read again', (charset, text) => {
    expect(new TextDecoder(charset, { fatal: true }).decode(textEncoder(charset)(text))).toBe(text);
  });

  it('writes in Shift_JIS what Microsoft’s code page 932 has there', () => {
    expect(textEncoder('shift_jis')('表①～∵Ⅰ').toString('hex')).toBe('955c8740816081e68754');
  });

  it('keeps to Latin-1 when it is told to', () => {
    expect(textEncoder('iso-8859-1')('é€').toString('hex')).toBe('e93f');
  });

  it.each(['windows-1252', 'shift_jis', 'euc-jp'] as const)('writes ? for what %s has not', (charset) => {
    expect(textEncoder(charset)('a🫖b').toString('latin1')).toMatch(/^a\?+b$/);
  });

  it('writes the byte order mark once', () => {
    const encode = textEncoder('utf-8-bom');

    expect(Buffer.concat([encode('a'), encode('b')])).toEqual(Buffer.from('\uFEFFab'));
  });

  it.each(['shift_jis', 'euc-jp', 'utf-8'] as const)('can write in %s what no decoder reads', (charset) => {
    const bytes = textEncoder(charset)(`a${UNREADABLE}b`);

    expect(() => new TextDecoder(charset, { fatal: true }).decode(bytes)).toThrow(TypeError);
  });
});
