/** Values by key with their past: what was there at a moment can still be read when it has changed since. */
export class DatedMap<Value> {
  private readonly histories = new Map<string, Version<Value>[]>();
  /** When each change happened; a mark is a number of changes. */
  private readonly times: number[] = [];

  /** Puts the value there from `at` (ms) on; undefined takes it away. */
  set(key: string, value: Value | undefined, at: number): void {
    this.times.push(Math.max(at, this.times.at(-1) ?? at));
    const history = this.histories.get(key) ?? [];
    history.push({ mark: this.times.length, value });
    this.histories.set(key, history);
  }

  /** Stands for everything that happened up to this moment, and not for what the same moment may still bring. */
  markAt(ms: number): number {
    let mark = this.times.length;
    while ((this.times[mark - 1] ?? Number.NEGATIVE_INFINITY) > ms) mark -= 1;
    return mark;
  }

  /** What was there at the mark (default: what is there now); undefined when the key had never been set by then. */
  find(key: string, mark: number = this.times.length): { readonly value: Value | undefined } | undefined {
    return this.histories.get(key)?.findLast((version) => version.mark <= mark);
  }

  /** Nothing has ever been set. */
  get isEmpty(): boolean {
    return this.times.length === 0;
  }

  /** Every key ever set, in order of first appearance. */
  keys(): Iterable<string> {
    return this.histories.keys();
  }

  /** The values that were there at the mark. */
  *values(mark?: number): Generator<Value> {
    for (const key of this.keys()) {
      const value = this.find(key, mark)?.value;
      if (value !== undefined) yield value;
    }
  }
}

interface Version<Value> {
  readonly mark: number;
  readonly value: Value | undefined;
}
