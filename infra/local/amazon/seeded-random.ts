import { createHash } from 'node:crypto';

/** Numbers that look random and are the same for the same seed, on every machine. */
export interface SeededRandom {
  /** A whole number from `min` to `max`, both included. */
  integer(min: number, max: number): number;
  /** True in `share` (0 to 1) of all cases. */
  chance(share: number): boolean;
  pick<Thing>(things: readonly [Thing, ...Thing[]]): Thing;
  /** That many decimal digits. */
  digits(count: number): string;
}

/** Makes the numbers of one thing (an order, an id): name the thing in the seed, so that others do not shift it. */
export const seededRandom = (seed: string): SeededRandom => randomFrom(stateOf(seed));

/** The same for things that are numbered, many of them: naming each of a million would take too long. */
export function seededSeries(seed: string): (index: number) => SeededRandom {
  const start = stateOf(seed);
  return (index) => randomFrom((start + Math.imul(index, 0x9e3779b1)) | 0);
}

const stateOf = (seed: string) => createHash('sha256').update(seed).digest().readUInt32LE(0);

function randomFrom(start: number): SeededRandom {
  let state = start;
  const integer = (min: number, max: number) => {
    state = (state + 0x6d2b79f5) | 0;
    return min + Math.floor(unitInterval(state) * (max - min + 1));
  };
  return {
    integer,
    chance: (share) => integer(0, 999_999) < share * 1_000_000,
    pick: (things) => things[integer(0, things.length - 1)] ?? things[0],
    digits: (count) => Array.from({ length: count }, () => integer(0, 9)).join(''),
  };
}

/** The output half of mulberry32 (public domain): a well-mixed number in [0, 1) for a 32-bit state. */
function unitInterval(state: number): number {
  let mixed = Math.imul(state ^ (state >>> 15), state | 1);
  mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
  return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
}
