import type { Marketplace } from '../marketplaces.ts';
import { CATALOGUE } from '../orders/catalogue.ts';

/** Names in Japanese, in the order of the catalogue; ソ, 表 and ① are bytes at which careless decoders stumble. */
const JAPANESE = [
  'ケトル 1L ステンレス',
  'ホーローマグ 青 ①②セット',
  'USBソケット付きデスクランプ',
  'バスタオル 100×150cm「ホテル」品質',
  'ノート A5 ドット方眼 192ページ',
  'シェフナイフ 20cm',
  '水筒 750ml 緑～深緑',
  'USB-C ケーブル 2m',
  'ジグソーパズル「海」1000ピース 表裏',
  'クッションカバー 45×45cm 黄土色',
  '手挽きコーヒーミル',
  'お好きな名前入りエプロン',
] as const;

/** What a product is called in a marketplace: in Japanese in Japan, with accents and a € in Europe. */
export function localizedTitle(title: string, index: number, { region, countryCode }: Marketplace): string {
  if (countryCode === 'JP') return `${JAPANESE[index % CATALOGUE.length] ?? ''} ${index + 1}`;
  return region === 'eu' ? `${title} – édition 5 €, größer` : title;
}
