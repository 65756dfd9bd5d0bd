import { setTimeout as pause } from 'node:timers/promises';

/** The first `length` bytes. */
export async function* firstBytes(bytes: AsyncIterable<Buffer>, length: number): AsyncGenerator<Buffer> {
  let left = length;
  for await (const piece of bytes) {
    if (left <= 0) return;
    yield piece.subarray(0, left);
    left -= piece.length;
  }
}

/** The bytes with one bit of the one at `position` turned. */
export async function* flipBit(bytes: AsyncIterable<Buffer>, position: number): AsyncGenerator<Buffer> {
  let start = 0;
  for await (const piece of bytes) {
    const index = position - start;
    start += piece.length;
    if (index < 0 || index >= piece.length) {
      yield piece;
      continue;
    }
    const damaged = Buffer.from(piece);
    damaged[index] = (damaged[index] ?? 0) ^ 0b0000_1000;
    yield damaged;
  }
}

/** The bytes, the first half at once and the other half after this time. */
export async function* slowly(
  bytes: AsyncIterable<Buffer>,
  { length, delayMs }: { length: number; delayMs: number },
): AsyncGenerator<Buffer> {
  let start = 0;
  let isLate = false;
  for await (const piece of bytes) {
    const half = Math.max(0, Math.ceil(length / 2) - start);
    start += piece.length;
    if (isLate || start < length / 2) {
      yield piece;
      continue;
    }
    yield piece.subarray(0, half);
    await pause(delayMs);
    isLate = true;
    yield piece.subarray(half);
  }
}
