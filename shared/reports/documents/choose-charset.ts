import { findMarketplace } from '../../shops/marketplaces.ts';
import { type Charset, charsetOfContentType } from './charsets.ts';
import { isPlainlyUtf8 } from './plainly-utf8.ts';
import type { DocumentToRead } from './stored-document.ts';

/** What a document without a charset in its Content-Type is in, by country and, where it matters, by report type. */
const USUAL_CHARSETS: readonly { country: string; reportTypes?: RegExp; charset: Charset }[] = [
  // Two public projects read Japanese flat files as CP932; XML declares its own.
  { country: 'JP', reportTypes: /^(?!GET_XML_)/, charset: 'shift_jis' },
];

const BYTE_ORDER_MARK = Buffer.from([0xef, 0xbb, 0xbf]);

/**
 * A byte order mark decides; then `declared` (XML), the Content-Type, the table of {@link USUAL_CHARSETS}; else UTF-8,
 * whose strictness tells when it is not. A first block that plainly is UTF-8 overrules the table, but nothing that the
 * document or its Content-Type says: a block tells when it looks otherwise (`read-text.ts`).
 */
export function chooseCharset(
  { contentType, reportType, marketplaceId }: Pick<DocumentToRead, 'contentType' | 'reportType' | 'marketplaceId'>,
  { firstBlock, declared }: { firstBlock: Buffer; declared?: Charset | undefined },
): { charset: Charset; markBytes: number } {
  if (firstBlock.subarray(0, 3).equals(BYTE_ORDER_MARK)) return { charset: 'utf-8', markBytes: 3 };
  const told = declared ?? charsetOfContentType(contentType);
  if (told !== undefined) return { charset: told, markBytes: 0 };
  const country = marketplaceId === undefined ? undefined : findMarketplace(marketplaceId)?.country;
  const usual = USUAL_CHARSETS.find(
    (entry) => entry.country === country && (entry.reportTypes?.test(reportType) ?? true),
  );
  return { charset: usual === undefined || isPlainlyUtf8(firstBlock) ? 'utf-8' : usual.charset, markBytes: 0 };
}
