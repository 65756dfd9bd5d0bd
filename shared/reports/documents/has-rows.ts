import { readText } from './read-text.ts';
import type { DocumentToRead } from './stored-document.ts';
import { xmlReportOf } from './xml-report.ts';

/** How documents begin that are not tab separated: JSON, XML, PDF, ZIP. */
const NO_TABLE = /^\s*(?:[{[<]|%PDF|PK[^\w\s-])/;

/**
 * Whether rows can be counted in a document: it is tab separated, or XML whose records we know. JSON, other XML and what is
 * separated by commas has lines, which are no rows. Looks at the beginning only.
 */
export async function hasRows(document: DocumentToRead): Promise<boolean> {
  if (xmlReportOf(document.reportType)) return true;
  for await (const block of readText(document)) {
    const { text } = block.decode();
    const header = text.split(/\r?\n/).find((line) => line.trim() !== '') ?? '';
    return !NO_TABLE.test(text) && (header.includes('\t') || !/[,;]/.test(header));
  }
  return true;
}
