import { BlockDecoder } from './block-decoder.ts';
import { type Charset, charsetNamed } from './charsets.ts';
import { chooseCharset } from './choose-charset.ts';
import { type Block, cutBlocks } from './cut-blocks.ts';
import { inflate } from './inflate.ts';
import { isPlainlyUtf8 } from './plainly-utf8.ts';
import type { DocumentToRead } from './stored-document.ts';
import type { Undecodable } from './undecodable.ts';

/** A piece of a document: whole lines (of XML whole tags), about 64 KiB and at most 1 MiB of its bytes. */
export interface TextBlock {
  readonly charset: Charset;
  /** Only the beginning of a line that is longer than 1 MiB; the rest of that line is left out. */
  readonly overlong: boolean;
  /** How many lines are in it, one without its end too; costs far less than to decode it. */
  countLines(): number;
  /**
   * Its text after so many lines (`skippedLines` of them are in it), without a byte order mark; `BlockDecoder` says what
   * stands where a byte could not be decoded.
   */
  decode(from?: { afterLines: number }): {
    readonly text: string;
    readonly undecodable: Undecodable;
    readonly skippedLines: number;
    /** It was decoded as another charset, as the document was labelled, and plainly is UTF-8: its text is garbled. */
    readonly mislabelled: boolean;
  };
}

const LINE_FEED = 0x0a;
/** Where a piece may end. */
const DELIMITERS = { line: LINE_FEED, tag: 0x3e } as const;

/**
 * A document's text piece by piece, in memory that does not grow with it. Throws DocumentDamagedError where it is
 * damaged, which may be after any number of pieces.
 */
export async function* readText(
  document: DocumentToRead,
  { endsWith = 'line' }: { endsWith?: keyof typeof DELIMITERS } = {},
): AsyncGenerator<TextBlock> {
  let known: { charset: Charset; decoder: BlockDecoder } | undefined;
  for await (const block of cutBlocks(inflate(document), DELIMITERS[endsWith])) {
    if (known) {
      yield toTextBlock(block, known);
      continue;
    }
    const declared = endsWith === 'tag' ? charsetOfXmlDeclaration(block.bytes) : undefined;
    const { charset, markBytes } = chooseCharset(document, { firstBlock: block.bytes, declared });
    known = { charset, decoder: new BlockDecoder(charset) };
    yield toTextBlock({ ...block, bytes: block.bytes.subarray(markBytes) }, known);
  }
}

const toTextBlock = (
  { bytes, overlong }: Block,
  { charset, decoder }: { charset: Charset; decoder: BlockDecoder },
): TextBlock => ({
  charset,
  overlong,
  countLines() {
    let lines = 0;
    for (let at = bytes.indexOf(LINE_FEED); at >= 0; at = bytes.indexOf(LINE_FEED, at + 1)) lines += 1;
    // The document's last one, or one that is too long to be here as a whole.
    return bytes.at(-1) === LINE_FEED ? lines : lines + 1;
  },
  decode({ afterLines } = { afterLines: 0 }) {
    let from = 0;
    let skippedLines = 0;
    for (; skippedLines < afterLines && from < bytes.length; skippedLines++) {
      const feed = bytes.indexOf(LINE_FEED, from);
      from = feed < 0 ? bytes.length : feed + 1;
    }
    const left = bytes.subarray(from);
    const text = decoder.decode(left);
    const mislabelled = charset !== 'utf-8' && isPlainlyUtf8(left);
    return { text, undecodable: decoder.undecodable.take(), skippedLines, mislabelled };
  },
});

/**
 * `<?xml version="1.0" encoding="Shift_JIS"?>`. It goes before the Content-Type: the document was written with it,
 * and where it wrongly says UTF-8 strict decoding tells, while a wrong single-byte charset never would.
 */
function charsetOfXmlDeclaration(firstBlock: Buffer): Charset | undefined {
  const beginning = firstBlock.subarray(0, 200).toString('latin1');
  const name = /^\s*<\?xml[^>]*?\sencoding\s*=\s*["']([\w.:-]+)["']/.exec(beginning)?.[1];
  return name === undefined ? undefined : charsetNamed(name);
}
