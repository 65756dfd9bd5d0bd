import { XMLParser } from 'fast-xml-parser';
import { fieldName } from './column-name.ts';

/** A record's content under Amazon's names in camelCase; every value is text. */
export type XmlValue = string | XmlFields | readonly XmlValue[];
export interface XmlFields {
  readonly [name: string]: XmlValue;
}

/** Reads one record's XML; the elements in `lists`, and whatever else repeats, become arrays. Undefined where it is not well-formed or no record. */
export function xmlFieldsReader({ record, lists }: { record: string; lists: readonly string[] }) {
  const parser = new XMLParser({
    ignoreAttributes: true,
    // Order ids and SKUs are no numbers.
    parseTagValue: false,
    // Only the five of XML itself and character references: a record has no DOCTYPE to declare others.
    processEntities: { enabled: true, maxTotalExpansions: 100_000, maxExpandedLength: 1024 * 1024 },
    // Character references (&#233;) come with these.
    htmlEntities: true,
    isArray: (name) => lists.includes(name),
  });
  return (xml: string): XmlFields | undefined => {
    try {
      const parsed: unknown = parser.parse(xml, true);
      const fields = toValue(parsed);
      const content = typeof fields === 'object' && !isList(fields) ? fields[fieldName(record)] : undefined;
      return typeof content === 'object' && !isList(content) ? content : undefined;
    } catch {
      return undefined;
    }
  };
}

function toValue(parsed: unknown): XmlValue {
  if (Array.isArray(parsed)) return parsed.map(toValue);
  if (typeof parsed !== 'object' || parsed === null) return typeof parsed === 'string' ? parsed : '';
  const fields = new Map<string, XmlValue>();
  for (const [name, value] of Object.entries(parsed)) {
    const field = fieldName(name);
    const before = fields.get(field);
    // Two spellings of one name are one element that repeats.
    fields.set(field, before === undefined ? toValue(value) : [before, toValue(value)].flat());
  }
  return Object.fromEntries(fields);
}

const isList = (value: XmlValue): value is readonly XmlValue[] => Array.isArray(value);
