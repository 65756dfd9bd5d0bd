/** Bytes of the UTF-8 character at `at`, 1 to 4; 0 where none begins (Unicode, table 3-7: no overlong forms, no surrogates). */
export function utf8Length(bytes: Uint8Array, at: number): number {
  const lead = bytes[at] ?? 0;
  if (lead < 0x80) return 1;
  const { length, low, high } = shapeOf(lead);
  if (length === 0 || at + length > bytes.length) return 0;
  const second = bytes[at + 1] ?? 0;
  if (second < low || second > high) return 0;
  for (let next = at + 2; next < at + length; next++) {
    const byte = bytes[next] ?? 0;
    if (byte < 0x80 || byte > 0xbf) return 0;
  }
  return length;
}

/** How long a character with this first byte is, and what its second byte may be. */
function shapeOf(lead: number): { length: number; low: number; high: number } {
  if (lead < 0xc2 || lead > 0xf4) return { length: 0, low: 0, high: 0 };
  if (lead < 0xe0) return { length: 2, low: 0x80, high: 0xbf };
  if (lead < 0xf0) return { length: 3, low: lead === 0xe0 ? 0xa0 : 0x80, high: lead === 0xed ? 0x9f : 0xbf };
  return { length: 4, low: lead === 0xf0 ? 0x90 : 0x80, high: lead === 0xf4 ? 0x8f : 0xbf };
}
