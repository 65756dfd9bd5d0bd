import { isAscii } from 'node:buffer';
import { TextDecoder } from 'node:util';
import type { Charset } from './charsets.ts';
import { ShiftJisDecoder } from './shift-jis-decoder.ts';
import { UndecodableTally } from './undecodable.ts';
import { utf8Length } from './utf8-length.ts';

const LINE_FEED = 10;
/** Control characters by which `TextDecoder` stands for bytes that a charset leaves undefined (81 in windows-1252). */
const NO_CHARACTERS = /[\u0080-\u009f]/;

/**
 * Decodes blocks that end where a character ends (see `charsets.ts`). Strict: a byte that the charset does not know is
 * counted in `undecodable`, and stands in the text as windows-1252 has it where UTF-8 was expected (what is not UTF-8
 * mostly is that), as U+FFFD elsewhere. A bad byte never swallows a tab or a line feed after it.
 */
export class BlockDecoder {
  readonly undecodable = new UndecodableTally();
  readonly #charset: Charset;
  readonly #strict: TextDecoder;
  readonly #shiftJis: ShiftJisDecoder | undefined;
  readonly #fallback = new TextDecoder('windows-1252');

  constructor(charset: Charset) {
    this.#charset = charset;
    this.#strict = new TextDecoder(charset, { fatal: true, ignoreBOM: true });
    this.#shiftJis = charset === 'shift_jis' ? new ShiftJisDecoder() : undefined;
  }

  decode(block: Buffer): string {
    if (isAscii(block)) return block.toString('latin1');
    const text = this.#shiftJis?.decode(block) ?? this.#tryDecode(block);
    if (text !== undefined) return text;
    let patched = '';
    for (let start = 0; start < block.length; ) {
      const lineFeed = block.indexOf(LINE_FEED, start);
      const end = lineFeed < 0 ? block.length : lineFeed + 1;
      const line = block.subarray(start, end);
      patched += this.#tryDecode(line) ?? this.#patch(line);
      start = end;
    }
    return patched;
  }

  #tryDecode(bytes: Buffer): string | undefined {
    try {
      const text = this.#strict.decode(bytes);
      return this.#charset !== 'utf-8' && NO_CHARACTERS.test(text) ? undefined : text;
    } catch {
      return undefined;
    }
  }

  /** Character by character: slow, and only for lines that hold a bad byte. */
  #patch(line: Buffer): string {
    let text = '';
    let good = 0;
    for (let at = 0; at < line.length; ) {
      const length = this.#characterLength(line, at);
      if (length > 0) {
        at += length;
        continue;
      }
      const bad = line.subarray(at, at + 1);
      this.undecodable.add(line.readUInt8(at));
      text += this.#strict.decode(line.subarray(good, at));
      text += this.#charset === 'utf-8' ? this.#fallback.decode(bad) : '\uFFFD';
      at += 1;
      good = at;
    }
    return text + this.#strict.decode(line.subarray(good));
  }

  /** 0: no character begins at `at`. */
  #characterLength(bytes: Buffer, at: number): number {
    if (bytes.readUInt8(at) < 0x80) return 1;
    if (this.#charset === 'utf-8') return utf8Length(bytes, at);
    return [1, 2, 3, 4].find((length) => this.#tryDecode(bytes.subarray(at, at + length)) !== undefined) ?? 0;
  }
}
