import type { Charset } from './charsets.ts';
import { DocumentDamagedError } from './document-damaged-error.ts';
import { fieldName } from './column-name.ts';
import { type Misfit, MISFIT_LENGTH } from './misfit.ts';
import { readText } from './read-text.ts';
import { type CutRecord, RecordCutter } from './record-cutter.ts';
import type { DocumentToRead } from './stored-document.ts';
import type { Undecodable } from './undecodable.ts';
import { UnknownHeaderError } from './unknown-header-error.ts';
import { type XmlFields, xmlFieldsReader } from './xml-fields.ts';
import type { XmlReport } from './xml-report.ts';

export interface XmlRecord {
  /** Its ordinal in the document, from 1. */
  readonly position: number;
  readonly fields: XmlFields;
}

/** The records of one block of the document. */
export interface XmlBatch {
  readonly records: readonly XmlRecord[];
  readonly misfits: readonly Misfit[];
  /** Every record to this one is done with: `afterRecord` of the invocation that goes on. */
  readonly lastRecord: number;
  readonly charset: Charset;
  readonly undecodable: Undecodable;
  /** Its text is garbled: it plainly is UTF-8, and the document says that it is `charset`. */
  readonly mislabelled: boolean;
}

/**
 * Reads an XML report record by record in bounded memory. A record that is not well-formed, lacks its key or is longer
 * than 1 MiB is a misfit. Throws UnknownHeaderError where the document is another one, DocumentDamagedError where it
 * is damaged or ends before its outermost element does, which may be after batches.
 */
export async function* readXmlRecords(
  document: DocumentToRead,
  { report, afterRecord = 0 }: { report: XmlReport; afterRecord?: number },
): AsyncGenerator<XmlBatch> {
  // Records under another name have the same keys inside.
  const cutter = new RecordCutter(report.record, { watched: report.key.map(looksLike) });
  const toFields = xmlFieldsReader(report);
  let lastRecord = 0;
  for await (const block of readText(document, { endsWith: 'tag' })) {
    const { text, undecodable, mislabelled } = block.decode();
    const records: XmlRecord[] = [];
    const misfits: Misfit[] = [];
    for (const cut of cutter.push(text, { torn: block.overlong })) {
      lastRecord += 1;
      if (lastRecord <= afterRecord) continue;
      const fields = cut.overlong ? undefined : toFields(cut.xml);
      const reason = reasonAgainst(cut, fields, report);
      if (fields !== undefined && reason === undefined) records.push({ position: lastRecord, fields });
      else misfits.push({ position: lastRecord, reason: reason ?? '', content: cut.xml.slice(0, MISFIT_LENGTH) });
    }
    if (lastRecord > afterRecord && records.length + misfits.length + undecodable.count > 0) {
      yield { records, misfits, lastRecord, charset: block.charset, undecodable, mislabelled };
    }
  }
  const { s3Key, reportType } = document;
  const unknown = (missing: string) =>
    new UnknownHeaderError({
      s3Key,
      reportType,
      header: shownRoot(cutter.root),
      width: cutter.root === undefined ? 0 : 1,
      missing: [missing],
    });
  if (lastRecord === 0 && cutter.root !== report.root) throw unknown(report.root);
  if (!cutter.complete) throw new DocumentDamagedError({ s3Key, damages: ['the XML ends early'] });
  if (lastRecord === 0 && cutter.metWatched) throw unknown(report.record);
}

/** An element's name tells what kind of document it is, and nothing of what is in it. */
const shownRoot = (root = '') => (/^[\w:.-]{1,40}$/.test(root) ? [root] : []);

/** `<order_id>`, `<OrderId>`, `<order-id>`: an element that holds the key, however it is spelled. */
const looksLike = (name: string) => new RegExp(`<${name.replaceAll(/[_-]/g, '[_-]?')}[\\s>]`, 'i');

function reasonAgainst(cut: CutRecord, fields: XmlFields | undefined, report: XmlReport): string | undefined {
  if (cut.overlong) return 'it is longer than 1 MiB';
  if (fields === undefined) return 'it is not well-formed';
  const missing = report.key.find((name) => (fields[fieldName(name)] ?? '') === '');
  return missing === undefined ? undefined : `its ${missing} is missing`;
}
