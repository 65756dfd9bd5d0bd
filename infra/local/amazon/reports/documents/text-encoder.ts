import type { Charset } from './charset.ts';

/** Stands in a text for a byte that its charset does not have. */
export const UNREADABLE = '\u{FDD0}';

/** Turns pieces of one text into bytes, in turn. What the charset does not have becomes `?`, as Amazon does it. */
export function textEncoder(charset: Charset): (text: string) => Buffer {
  if (charset === 'utf-8') return encodeUtf8;
  if (charset === 'utf-8-bom') return encodeWithMark();
  const table = encodingTable(charset);
  return (text) => encodeByTable(text, table);
}

/** UTF-8 that begins with a byte order mark. */
function encodeWithMark(): (text: string) => Buffer {
  let mark = '\u{FEFF}';
  return (text) => {
    const bytes = encodeUtf8(mark + text);
    mark = '';
    return bytes;
  };
}

function encodeUtf8(text: string): Buffer {
  if (!text.includes(UNREADABLE)) return Buffer.from(text);
  const parts = text.split(UNREADABLE).flatMap((part, index) => [...(index ? [BROKEN] : []), Buffer.from(part)]);
  return Buffer.concat(parts);
}

const BROKEN = Buffer.from([0xff]);

/** The bytes of each UTF-16 unit as one number, at most three of them; 0: the charset does not have it. */
type EncodingTable = Uint32Array;

function encodeByTable(text: string, table: EncodingTable): Buffer {
  const bytes = Buffer.allocUnsafe(text.length * 3);
  let length = 0;
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index);
    const code = unit === 0 ? 0 : table[unit] || QUESTION_MARK;
    if (code > 0xffff) bytes[length++] = code >> 16;
    if (code > 0xff) bytes[length++] = (code >> 8) & 0xff;
    bytes[length++] = code & 0xff;
  }
  return bytes.subarray(0, length);
}

const QUESTION_MARK = 0x3f;

/**
 * Node decodes these charsets but does not encode them: all that it can decode is decoded and turned round. Where two
 * codes mean one character, the first is taken. ISO-8859-1 is itself; web decoders take it for windows-1252.
 */
function encodingTable(charset: Exclude<Charset, 'utf-8' | 'utf-8-bom'>): EncodingTable {
  const table = new Uint32Array(0x1_0000);
  table[UNREADABLE.charCodeAt(0)] = charset === 'windows-1252' || charset === 'iso-8859-1' ? 0x81 : 0xff;
  if (charset === 'iso-8859-1') {
    for (let code = 1; code < 0x100; code += 1) table[code] = code;
    return table;
  }
  const decoder = new TextDecoder(charset, { fatal: true });
  for (const code of codesOf(charset)) {
    const unit = decode(decoder, code);
    if (unit !== undefined && !table[unit]) table[unit] = code;
  }
  return table;
}

function* codesOf(charset: 'windows-1252' | 'shift_jis' | 'euc-jp'): Generator<number> {
  for (let code = 1; code < 0x100; code += 1) yield code;
  if (charset === 'windows-1252') return;
  for (let lead = 0x81; lead < 0xff; lead += 1) {
    for (let trail = 0x40; trail < 0xff; trail += 1) yield lead * 0x100 + trail;
  }
}

/** The UTF-16 unit that a code stands for; undefined: for none, or for more than one. */
function decode(decoder: InstanceType<typeof TextDecoder>, code: number): number | undefined {
  const bytes = code > 0xff ? [code >> 8, code & 0xff] : [code];
  try {
    const text = decoder.decode(Uint8Array.from(bytes));
    return text.length === 1 ? text.charCodeAt(0) : undefined;
  } catch {
    return undefined;
  }
}
