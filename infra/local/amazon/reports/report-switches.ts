import type { Charset } from './documents/charset.ts';

/**
 * How reports go and what can go wrong with them and their documents. Counted ones (`fates`, `downloads`) are used up by
 * the reports and downloads they hit, all others stay.
 */
export class ReportSwitches {
  /** What becomes of reports asked for from now on, first in first out; one that names a type waits for that type. */
  readonly fates: { fate: ReportFate; reportType: string | undefined }[] = [];

  /** The next `count` reports (of this type, if given) end so. */
  nextReports(count: number, fate: ReportFate, reportType?: string): void {
    for (let n = 0; n < count; n += 1) this.fates.push({ fate, reportType });
  }

  takeFate(reportType: string): ReportFate | undefined {
    const index = this.fates.findIndex((each) => each.reportType === undefined || each.reportType === reportType);
    return index < 0 ? undefined : this.fates.splice(index, 1)[0]?.fate;
  }

  /** What becomes of a report that is asked for before the cool-down of its type has passed. */
  tooSoon: 'cancelled' | 'fatal' = 'cancelled';

  /** A window longer than the type allows: the report ends FATAL, or it is refused with 400. */
  longWindow: 'fatal' | 'refused' = 'fatal';

  /** Cool-downs hold; false: any report may be asked for at any time. */
  coolDowns = true;

  /** A report in another language than asked for: Amazon's cache forgets the locale. */
  forgetsLocale = false;

  /** What is wrong with downloads to come, first in first out; one that names a type waits for that type. */
  readonly downloads: { damage: DownloadDamage; reportType: string | undefined }[] = [];

  /** The next `count` downloads (of documents of this type, if given) go wrong so. */
  nextDownloads(count: number, damage: DownloadDamage, reportType?: string): void {
    for (let n = 0; n < count; n += 1) this.downloads.push({ damage, reportType });
  }

  takeDamage(reportType: string): DownloadDamage | undefined {
    const index = this.downloads.findIndex((each) => each.reportType === undefined || each.reportType === reportType);
    return index < 0 ? undefined : this.downloads.splice(index, 1)[0]?.damage;
  }

  /** Downloads say their MD5: `Content-MD5`, and an `ETag` that is one. false: no such header, an ETag of parts. */
  checksums = true;

  /** Documents come gzipped (`compressionAlgorithm: GZIP`). */
  gzip = true;

  /** True time that a `slow` download takes longer. */
  slownessMs = 2000;

  /** Documents as no one expects them: all of these that fit, in every download (of this type, if given). */
  readonly oddDocuments: { kind: OddDocumentKind; reportType?: string }[] = [];

  oddKinds(reportType: string): OddDocumentKind[] {
    return this.oddDocuments
      .filter((odd) => odd.reportType === undefined || odd.reportType === reportType)
      .map(({ kind }) => kind);
  }

  /** What flat files are encoded in, whatever the marketplace. */
  charset: Charset | undefined = undefined;

  /** The charset that `Content-Type` tells, instead of the truth; `null`: it tells none. */
  charsetLabel: string | null | undefined = undefined;
}

/**
 * - `fatal`: FATAL, with a document that explains. `fatal-without-document`: FATAL, and no word why.
 * - `cancelled`: CANCELLED although there are data.
 * - `stays-in-queue` `stays-in-progress`: never gets any further.
 * - `done-without-document`: DONE, and no reportDocumentId.
 */
export type ReportFate =
  | 'fatal'
  | 'fatal-without-document'
  | 'cancelled'
  | 'stays-in-queue'
  | 'stays-in-progress'
  | 'done-without-document';

/**
 * - `truncated`: the first half, with a Content-Length that is right for it and the MD5 of the whole.
 * - `short`: ends in the middle, before its Content-Length. `reset`: the connection breaks in the middle.
 * - `bit-flip`: one bit in the middle is another. `wrong-md5`: all is well but for `Content-MD5` and `ETag`.
 * - `etag-of-parts` `etag-of-kms` `etag-of-customer-key` `etag-of-nothing`: an ETag that is no MD5 (the last looks just
 *   like one), and no Content-MD5.
 * - `uncompressed`: plain text although GZIP was announced. `slow`: takes its time.
 * - `expired`: 403 as for a URL of more than five minutes. `unavailable`: 503.
 */
export type DownloadDamage =
  | 'truncated'
  | 'short'
  | 'reset'
  | 'bit-flip'
  | 'wrong-md5'
  | 'etag-of-parts'
  | 'etag-of-kms'
  | 'etag-of-customer-key'
  | 'etag-of-nothing'
  | 'uncompressed'
  | 'slow'
  | 'expired'
  | 'unavailable';

/**
 * What is odd about the text of a document; where a row is meant, it is the first.
 *
 * - `unknown-header`: all columns have names that nobody knows. `without-key-column`: only those of the key do.
 * - `another-column`: one more, which nobody knows. `shuffled-columns`: in another turn, rows and all.
 * - `duplicate-columns`: the key's columns come twice, with other values the second time.
 * - `too-many-fields`: a tab in the middle of a text. `short-row`: nothing after the key. `missing-key`: an empty key.
 * - `stray-quote`: a text begins with a quote that nothing closes. `unreadable-byte`: one that its charset has not.
 * - `zero-rows`: a header only. `empty`: not one byte. `unfinished`: ends in the middle of a row.
 */
export type OddDocumentKind =
  | 'unknown-header'
  | 'without-key-column'
  | 'another-column'
  | 'shuffled-columns'
  | 'duplicate-columns'
  | 'too-many-fields'
  | 'short-row'
  | 'missing-key'
  | 'stray-quote'
  | 'unreadable-byte'
  | 'zero-rows'
  | 'empty'
  | 'unfinished';
