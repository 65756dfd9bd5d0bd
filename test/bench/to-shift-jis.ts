/** An encoder for Shift_JIS, which Node only decodes: the decoder's table turned round. Throws for what it has not. */
export function toShiftJis(): (text: string) => Buffer {
  const decoder = new TextDecoder('shift_jis');
  const bytesOf = new Map<number, readonly number[]>();
  const learn = (...bytes: number[]) => {
    const character = decoder.decode(Uint8Array.from(bytes));
    const code = character.charCodeAt(0);
    if (character.length === 1 && character !== '\uFFFD' && !bytesOf.has(code)) bytesOf.set(code, bytes);
  };
  for (let byte = 0; byte < 0x80; byte++) bytesOf.set(byte, [byte]);
  for (let byte = 0xa1; byte <= 0xdf; byte++) learn(byte);
  for (let lead = 0x81; lead <= 0xfc; lead++) {
    if (lead >= 0xa0 && lead < 0xe0) continue;
    for (let trail = 0x40; trail <= 0xfc; trail++) if (trail !== 0x7f) learn(lead, trail);
  }
  return (text) => {
    const encoded = Buffer.alloc(text.length * 2);
    let length = 0;
    for (let at = 0; at < text.length; at++) {
      const bytes = bytesOf.get(text.charCodeAt(at));
      if (bytes === undefined) throw new Error(`Shift_JIS has no ${text.charAt(at)}.`);
      for (const byte of bytes) length = encoded.writeUInt8(byte, length);
    }
    return encoded.subarray(0, length);
  };
}
