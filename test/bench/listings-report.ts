import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { textEncoder } from '../../infra/local/amazon/reports/documents/text-encoder.ts';

export type Language = 'en' | 'ja';
export type Encoding = 'utf-8' | 'shift_jis';

/** GET_MERCHANT_LISTINGS_ALL_DATA, all 29 columns. */
const HEADER =
  'item-name item-description listing-id seller-sku price quantity open-date image-url item-is-marketplace product-id-type zshop-shipping-fee item-note item-condition zshop-category1 zshop-browse-path zshop-storefront-feature asin1 asin2 asin3 will-ship-internationally expedited-shipping zshop-boldface product-id bid-for-featured-placement add-delete pending-quantity fulfillment-channel merchant-shipping-group status'.split(
    ' ',
  );

const WORDS = {
  en: 'Stainless Steel Water Bottle with Straw Lid Insulated Travel Mug for Kids Adults Gym Black Blue 24 oz 12" Leakproof BPA-Free Wireless Charger Cable USB-C 6ft Cotton T-Shirt Women Large Vintage Lamp LED Garden Hose 50 Feet Replacement Filter Pack of 3 Compatible Kitchen Knife Set Wooden Handle Yoga Mat Non-Slip Extra Thick Dog Toy Squeaky Organic Green Tea 100 Bags Office Chair Mesh Back Ergonomic'.split(
    ' ',
  ),
  ja: 'ステンレス 水筒 保温 保冷 大容量 直飲み 子供 用 軽量 ブラック マグカップ ボトル 1リットル セット 新品 送料無料 日本製 キッチン 旅行 通勤 充電器 ケーブル 綿100% レディース 照明 園芸 ホース 交換用 フィルター 3個入り 対応 包丁 木製 ヨガマット 滑り止め 犬 おもちゃ 緑茶 オフィスチェア 人間工学 防水 折りたたみ 傘 ﾊﾝｶｸ'.split(
    ' ',
  ),
} as const;

/** A linear congruential generator: the same rows every time. */
function* numbers(): Generator<number, never> {
  for (let state = 20_260_101; ; ) {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    yield state >>> 8;
  }
}

/** Rows of realistic width: a title of a dozen words, a description of two dozen, most other columns short or empty. */
function* rowsOf(rows: number, language: Language): Generator<string> {
  const random = numbers();
  const upTo = (most: number) => random.next().value % most;
  const words = WORDS[language];
  const text = (count: number) => {
    let line = '';
    for (let word = 0; word < count; word++)
      line += `${word > 0 && language === 'en' ? ' ' : ''}${words[upTo(words.length)] ?? ''}`;
    return line;
  };
  for (let row = 0; row < rows; row++) {
    const asin = `B0${(upTo(36 ** 5) + 36 ** 5).toString(36)}${row % 10}`.toUpperCase();
    const byAmazon = upTo(3) === 0;
    yield [
      `${text(10 + upTo(6))} (${upTo(1000)})`,
      text(18 + upTo(12)),
      `${upTo(9000) + 1000}${asin.slice(2)}`,
      `SKU-${row.toString(36).toUpperCase().padStart(6, '0')}-${upTo(900)}`,
      `${upTo(200)}.${10 + upTo(90)}`,
      byAmazon ? '' : `${upTo(300)}`,
      `20${10 + upTo(15)}-0${1 + upTo(9)}-${10 + upTo(18)} ${10 + upTo(14)}:${10 + upTo(50)}:${10 + upTo(50)} PST`,
      '',
      'y',
      '1',
      '',
      '',
      '11',
      '',
      '',
      '',
      asin,
      '',
      '',
      upTo(2) === 0 ? 'Worldwide' : '1',
      '',
      '',
      asin,
      '',
      '',
      byAmazon ? '' : '0',
      byAmazon ? 'AMAZON_NA' : 'DEFAULT',
      'Migrated Template',
      upTo(4) === 0 ? 'Inactive' : 'Active',
    ].join('\t');
  }
}

/** Writes the report, gzip, to `path`; returns its unpacked length. */
export async function writeListingsReport(
  path: string,
  { rows, language, encoding }: { rows: number; language: Language; encoding: Encoding },
): Promise<number> {
  const encode = textEncoder(encoding);
  let bytes = 0;
  const chunks = function* () {
    let pending = `${HEADER.join('\t')}\r\n`;
    for (const row of rowsOf(rows, language)) {
      pending += `${row}\r\n`;
      if (pending.length < 64 * 1024) continue;
      const chunk = encode(pending);
      bytes += chunk.length;
      pending = '';
      yield chunk;
    }
    const chunk = encode(pending);
    bytes += chunk.length;
    yield chunk;
  };
  await pipeline(Readable.from(chunks(), { objectMode: false }), createGzip(), createWriteStream(path));
  return bytes;
}
