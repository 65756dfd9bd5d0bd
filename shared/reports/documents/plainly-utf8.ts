import { isAscii, isUtf8 } from 'node:buffer';

/** More than ASCII, and UTF-8 throughout: text in another charset practically never is. Whole characters, please. */
export const isPlainlyUtf8 = (bytes: Buffer) => !isAscii(bytes) && isUtf8(bytes);
