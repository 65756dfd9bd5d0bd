import type { Marketplace } from '../../marketplaces.ts';

/** What a document is encoded in. Japan's Shift_JIS is Microsoft's (code page 932), as the web's is. */
export type Charset = 'windows-1252' | 'iso-8859-1' | 'shift_jis' | 'euc-jp' | 'utf-8' | 'utf-8-bom';

/** What `Content-Type` calls it: Java's names, of which not every decoder knows all (spapi 7.3). */
export const CHARSET_LABEL: Record<Charset, string> = {
  'windows-1252': 'Cp1252',
  'iso-8859-1': 'ISO-8859-1',
  shift_jis: 'Shift_JIS',
  'euc-jp': 'EUC-JP',
  'utf-8': 'UTF-8',
  'utf-8-bom': 'UTF-8',
};

/** What the flat files of a marketplace are encoded in. */
export function charsetOf({ region, countryCode }: Marketplace): Charset {
  if (countryCode === 'JP') return 'shift_jis';
  if (region === 'eu') return 'windows-1252';
  return region === 'na' ? 'utf-8' : 'utf-8-bom';
}
