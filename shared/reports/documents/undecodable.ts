/** Bytes that a document's charset does not know. */
export interface Undecodable {
  readonly count: number;
  /** How often each byte was met, by its two hex digits. */
  readonly bytes: Readonly<Record<string, number>>;
}

/** Counts undecodable bytes until somebody takes the count. */
export class UndecodableTally {
  #count = 0;
  #bytes: Record<string, number> = {};

  add(byte: number): void {
    const hex = byte.toString(16).padStart(2, '0');
    this.#count += 1;
    this.#bytes[hex] = (this.#bytes[hex] ?? 0) + 1;
  }

  take(): Undecodable {
    const taken = { count: this.#count, bytes: this.#bytes };
    this.#count = 0;
    this.#bytes = {};
    return taken;
  }
}
