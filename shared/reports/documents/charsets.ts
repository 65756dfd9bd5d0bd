/**
 * Every charset that a document may be in, by the name that `TextDecoder` knows, with the names that Amazon and Java
 * give it. In all of them a byte below 0x40 that is not a digit is the ASCII character and never part of another,
 * so lines, tabs, quotes and tags can be found before anything is decoded.
 */
const CHARSETS = [
  ['utf-8', ['utf-8', 'utf8', 'us-ascii', 'ascii']],
  // As browsers do: what calls itself Latin-1 uses the printable characters of windows-1252 at 80–9f.
  ['windows-1252', ['windows-1252', 'cp1252', 'iso-8859-1', 'iso8859-1', 'latin-1', 'latin1', 'l1']],
  ['iso-8859-2', ['iso-8859-2', 'iso8859-2', 'latin-2', 'latin2']],
  ['windows-1254', ['windows-1254', 'cp1254', 'iso-8859-9', 'iso8859-9', 'latin-5', 'latin5']],
  ['iso-8859-15', ['iso-8859-15', 'iso8859-15', 'latin-9', 'latin9']],
  ['windows-1250', ['windows-1250', 'cp1250']],
  ['windows-1251', ['windows-1251', 'cp1251']],
  ['windows-1256', ['windows-1256', 'cp1256']],
  ['shift_jis', ['shift-jis', 'shiftjis', 'sjis', 'x-sjis', 'csshiftjis', 'ms-kanji', 'cp932', 'ms932', 'windows-932']],
  ['shift_jis', ['windows-31j', 'cswindows31j', 'ibm943', 'ibm-943', 'cp943', 'cp943c', 'x-ms932-0213']],
  ['euc-jp', ['euc-jp', 'eucjp', 'x-euc-jp', 'ujis']],
  ['gb18030', ['gb18030', 'gbk', 'x-gbk', 'gb2312', 'euc-cn', 'cp936', 'ms936', 'windows-936']],
] as const;

export type Charset = (typeof CHARSETS)[number][0];

const CHARSET_OF: ReadonlyMap<string, Charset> = new Map(
  CHARSETS.flatMap(([charset, names]) => names.map((name) => [name, charset])),
);

/** The charset of a name, however it is written (`Cp1252`, `ISO8859_1`, `Shift_JIS`). Undefined: nothing we can read. */
export const charsetNamed = (name: string): Charset | undefined =>
  CHARSET_OF.get(name.trim().toLowerCase().replaceAll('_', '-'));

/** The charset in `text/plain; charset=Cp1252`. */
export function charsetOfContentType(contentType: string | undefined): Charset | undefined {
  const name = /;\s*charset\s*=\s*"?([^\s";]+)/i.exec(contentType ?? '')?.[1];
  return name === undefined ? undefined : charsetNamed(name);
}
