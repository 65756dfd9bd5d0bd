/** A piece of a document that ends right after a delimiter, or with the document. */
export interface Block {
  readonly bytes: Buffer;
  /** There was no delimiter for longer than a line or a tag may be: only the beginning of it is here. */
  readonly overlong: boolean;
}

/** Blocks are decoded and parsed at once; the first is full where the document allows, as the charset is told from it. */
const BLOCK_BYTES = 64 * 1024;
/** No line of a report and no XML tag is longer; more would have to be held in memory. */
const LONGEST_BYTES = 1024 * 1024;

/** Cuts chunks after the last `delimiter` (a byte that is a character of its own in every charset) in each. */
export async function* cutBlocks(chunks: AsyncIterable<Buffer>, delimiter: number): AsyncGenerator<Block> {
  let held: Buffer[] = [];
  let heldBytes = 0;
  /** Within the rest of a line whose beginning has been handed on as overlong. */
  let skipping = false;
  for await (const chunk of chunks) {
    let from = 0;
    if (skipping) {
      const end = chunk.indexOf(delimiter);
      if (end < 0) continue;
      skipping = false;
      from = end + 1;
    }
    const cut = chunk.lastIndexOf(delimiter) + 1;
    if (cut > from && heldBytes + cut - from >= BLOCK_BYTES) {
      yield { bytes: join([...held, chunk.subarray(from, cut)]), overlong: false };
      held = [];
      heldBytes = 0;
      from = cut;
    }
    if (from < chunk.length) {
      held.push(chunk.subarray(from));
      heldBytes += chunk.length - from;
    }
    if (heldBytes <= LONGEST_BYTES) continue;
    const bytes = join(held);
    const end = bytes.lastIndexOf(delimiter) + 1;
    if (end > 0) yield { bytes: bytes.subarray(0, end), overlong: false };
    const left = bytes.subarray(end);
    skipping = left.length > LONGEST_BYTES;
    if (skipping) yield { bytes: left.subarray(0, BLOCK_BYTES), overlong: true };
    held = skipping ? [] : [left];
    heldBytes = skipping ? 0 : left.length;
  }
  if (heldBytes > 0) yield { bytes: join(held), overlong: false };
}

const join = (pieces: readonly Buffer[]) => (pieces.length === 1 && pieces[0] ? pieces[0] : Buffer.concat(pieces));
