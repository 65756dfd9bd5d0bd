/** A record is not longer than this; the document's text outside records is not kept further back. */
const LONGEST_RECORD = 1024 * 1024;
const KEPT_OUTSIDE = 4096;

/** What may hold anything, tags too, which then are none: comments, CDATA sections, processing instructions. */
const NO_MARKUP: ReadonlyMap<string, string> = new Map([
  ['<!--', '-->'],
  ['<![CDATA[', ']]>'],
  ['<?', '?>'],
]);

/** One record's XML, or the beginning of one that is too long. */
export interface CutRecord {
  readonly xml: string;
  readonly overlong: boolean;
}

/** Cuts an XML text, given in pieces, at the boundaries of its record element. Holds one unfinished record at most. */
export class RecordCutter {
  /** Whatever begins or ends something that matters here. */
  readonly #mark: RegExp;
  readonly #watched: readonly RegExp[];
  /** An unfinished record, or what has not been looked at. */
  #pending = '';
  /** So much of it has been looked at. */
  #at = 0;
  #within: 'record' | 'overlong record' | undefined;
  /** The end of the comment, or the like, that is open. */
  #opened: string | undefined;
  #outside = '';
  #root: string | undefined;
  #metWatched = false;

  constructor(element: string, { watched = [] }: { watched?: readonly RegExp[] } = {}) {
    this.#mark = new RegExp(`<!--|<!\\[CDATA\\[|<\\?|</${element}\\s*>|<${element}(?:\\s[^<>]*|/)?>`, 'g');
    this.#watched = watched;
  }

  /** A text that ends with a tag. `torn`: with the beginning of something too long, whose rest is left out. */
  push(text: string, { torn = false } = {}): CutRecord[] {
    this.#pending += text;
    const records: CutRecord[] = [];
    for (let mark = this.#nextMark(); mark !== undefined; mark = this.#nextMark()) {
      const close = NO_MARKUP.get(mark);
      if (close !== undefined) {
        if (this.#within === undefined) this.#leaveOutside(mark.length);
        this.#opened = close;
      } else if (mark.startsWith('</')) {
        if (this.#within === 'record') records.push({ xml: this.#pending.slice(0, this.#at), overlong: false });
        if (this.#within !== undefined) this.#drop();
        this.#within = undefined;
      } else if (this.#within !== 'record') {
        // Of a record that is too long the end may have been left out.
        if (this.#within === undefined) this.#leaveOutside(mark.length);
        else this.#drop(mark.length);
        const isWhole = mark.endsWith('/>');
        if (isWhole) records.push({ xml: mark, overlong: false });
        if (isWhole) this.#drop();
        this.#within = isWhole ? undefined : 'record';
      }
    }
    if (this.#within === 'record' && (torn || this.#pending.length > LONGEST_RECORD)) {
      records.push({ xml: this.#pending, overlong: true });
      this.#within = 'overlong record';
    }
    if (this.#within === undefined && this.#opened === undefined) this.#leaveOutside();
    if (this.#within !== 'record') this.#drop();
    // Whether what is open was closed in what is left out, nobody knows.
    if (torn) this.#opened = undefined;
    return records;
  }

  /** The outermost element's name, as soon as it has come by. */
  get root(): string | undefined {
    return this.#root;
  }

  /** Whether what is watched for has stood anywhere outside records. */
  get metWatched(): boolean {
    return this.#metWatched;
  }

  /** Whether the outermost element has been closed and nothing stands open. */
  get complete(): boolean {
    const closing =
      /<\/([^\s<>/]+)\s*>\s*$/.exec(this.#outside)?.[1] ?? /^<([^\s<>/]+)[^<>]*\/>\s*$/.exec(this.#outside)?.[1];
    const isOpen = this.#within !== undefined || this.#opened !== undefined;
    return !isOpen && closing !== undefined && closing === this.#root;
  }

  /** The next mark, as it is written; `at` is behind it. No mark is torn: pieces end with a tag. */
  #nextMark(): string | undefined {
    if (this.#opened !== undefined) {
      const end = this.#pending.indexOf(this.#opened, this.#at);
      this.#at = end < 0 ? this.#pending.length : end + this.#opened.length;
      if (end < 0) return undefined;
      this.#opened = undefined;
      if (this.#within !== 'record') this.#drop();
    }
    this.#mark.lastIndex = this.#at;
    const mark = this.#mark.exec(this.#pending)?.[0];
    this.#at = mark === undefined ? this.#pending.length : this.#mark.lastIndex;
    return mark;
  }

  /** Forgets what has been looked at, but for the last `kept` characters. */
  #drop(kept = 0): void {
    this.#pending = this.#pending.slice(this.#at - kept);
    this.#at = kept;
  }

  /** What has been looked at stands outside records, but for the last `kept` characters. */
  #leaveOutside(kept = 0): void {
    const text = this.#pending.slice(0, this.#at - kept);
    this.#metWatched ||= this.#watched.some((each) => each.test(text));
    this.#outside += text;
    this.#root ??= /<([^\s<>/?!]+)/.exec(this.#outside)?.[1];
    this.#outside = this.#outside.slice(-KEPT_OUTSIDE);
    this.#drop(kept);
  }
}
