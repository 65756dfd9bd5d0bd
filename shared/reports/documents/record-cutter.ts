/** A record is not longer than this; the document's text outside records is not kept further back. */
const LONGEST_RECORD = 1024 * 1024;
const KEPT_OUTSIDE = 4096;

/** One record's XML, or the beginning of one that is too long. */
export interface CutRecord {
  readonly xml: string;
  readonly overlong: boolean;
}

/** Cuts an XML text, given in pieces, at the boundaries of its record element. Holds one unfinished record at most. */
export class RecordCutter {
  readonly #begin: RegExp;
  readonly #end: RegExp;
  #pending = '';
  #outside = '';
  #root: string | undefined;
  #skipping = false;

  constructor(element: string) {
    this.#begin = new RegExp(`<${element}(?=[\\s/>])`);
    // A record without content is an empty tag.
    this.#end = new RegExp(`</${element}\\s*>|^<${element}(\\s[^<>]*)?/>`);
  }

  push(text: string): CutRecord[] {
    this.#pending += text;
    const records: CutRecord[] = [];
    for (;;) {
      if (this.#skipping) {
        const end = this.#end.exec(this.#pending);
        // The end tag is never torn: pieces end with a tag.
        if (end === null) {
          this.#pending = '';
          return records;
        }
        this.#pending = this.#pending.slice(end.index + end[0].length);
        this.#skipping = false;
      }
      const begin = this.#begin.exec(this.#pending);
      if (begin === null) {
        this.#leaveOutside(this.#pending);
        this.#pending = '';
        return records;
      }
      this.#leaveOutside(this.#pending.slice(0, begin.index));
      this.#pending = this.#pending.slice(begin.index);
      const end = this.#end.exec(this.#pending);
      if (end !== null) {
        const length = end.index + end[0].length;
        records.push({ xml: this.#pending.slice(0, length), overlong: false });
        this.#pending = this.#pending.slice(length);
      } else if (this.#pending.length > LONGEST_RECORD) {
        records.push({ xml: this.#pending, overlong: true });
        this.#skipping = true;
      } else return records;
    }
  }

  /** The outermost element's name, as soon as it has come by. */
  get root(): string | undefined {
    return this.#root;
  }

  /** Whether the outermost element has been closed and nothing stands open. */
  get complete(): boolean {
    const closing =
      /<\/([^\s<>/]+)\s*>\s*$/.exec(this.#outside)?.[1] ?? /^<([^\s<>/]+)[^<>]*\/>\s*$/.exec(this.#outside)?.[1];
    return this.#pending === '' && !this.#skipping && closing !== undefined && closing === this.#root;
  }

  #leaveOutside(text: string): void {
    this.#outside += text;
    this.#root ??= /<([^\s<>/?!]+)/.exec(this.#outside)?.[1];
    this.#outside = this.#outside.slice(-KEPT_OUTSIDE);
  }
}
