import type { Listing } from '../../listings/listing.ts';
import type { Marketplace } from '../../marketplaces.ts';
import type { ReportSource } from '../report-type.ts';
import { openDate } from './open-date.ts';
import type { ReportContent } from './report-content.ts';
import { type Column, tableContent } from './table.ts';

/** All listings of one marketplace: of several that are asked for only the first is used (spapi 8.1). */
export function listingsTable(source: ReportSource, isWanted: (listing: Listing) => boolean): ReportContent {
  const { listings, at, marketplaces } = source;
  const [marketplace] = marketplaces;
  const mark = listings.markAt(at);
  const columns = columnsOf(marketplace);
  const isJapanese = marketplace.countryCode === 'JP';
  const rows = function* () {
    for (const { value } of listings.list(marketplace.marketplaceId, { mark })) if (isWanted(value)) yield value;
  };
  return isJapanese
    ? tableContent(rows, japanese(columns, source.english), { marketplace, lineEnd: '\r\n' })
    : tableContent(rows, columns, { marketplace, lineEnd: '\n', headerOnly: SINCE_2025 });
}

/** Files of 2025 and later have these in the header; rows stop before them. */
const SINCE_2025 = ['Minimum order quantity', 'Sell remainder'];

const empty = (name: string): Column<Listing> => ({ name, value: () => '' });

const columnsOf = (marketplace: Marketplace): readonly Column<Listing>[] => [
  { name: 'item-name', value: ({ itemName }) => itemName, is: 'text' },
  { name: 'item-description', value: ({ itemDescription }) => itemDescription },
  { name: 'listing-id', value: ({ listingId }) => listingId },
  { name: 'seller-sku', value: ({ sellerSku }) => sellerSku, is: 'key' },
  { name: 'price', value: ({ price }) => price },
  { name: 'quantity', value: ({ quantity }) => quantity },
  { name: 'open-date', value: (listing) => openDate(listing.openDate, marketplace) },
  empty('image-url'),
  { name: 'item-is-marketplace', value: () => 'y' },
  { name: 'product-id-type', value: () => '1' },
  empty('zshop-shipping-fee'),
  { name: 'item-note', value: ({ itemNote }) => itemNote },
  { name: 'item-condition', value: ({ itemCondition }) => itemCondition },
  empty('zshop-category1'),
  empty('zshop-browse-path'),
  empty('zshop-storefront-feature'),
  { name: 'asin1', value: ({ asin }) => asin },
  empty('asin2'),
  empty('asin3'),
  empty('will-ship-internationally'),
  empty('expedited-shipping'),
  empty('zshop-boldface'),
  { name: 'product-id', value: ({ asin }) => asin },
  empty('bid-for-featured-placement'),
  empty('add-delete'),
  { name: 'pending-quantity', value: () => 0 },
  { name: 'fulfillment-channel', value: ({ fulfillmentChannel }) => fulfillmentChannel },
  { name: 'merchant-shipping-group', value: ({ merchantShippingGroup }) => merchantShippingGroup },
  { name: 'status', value: ({ status }) => status },
];

/** Japan has fewer columns (the ASIN is in 商品ID) and its own names for them, unless another locale is asked for. */
const japanese = (columns: readonly Column<Listing>[], english: boolean): readonly Column<Listing>[] =>
  columns.flatMap((column) => {
    const name = JAPANESE[column.name];
    return name === undefined ? [] : [english ? column : { ...column, name }];
  });

const JAPANESE: Readonly<Record<string, string>> = {
  'item-name': '商品名',
  'listing-id': '出品ID',
  'seller-sku': '出品者SKU',
  price: '価格',
  quantity: '数量',
  'open-date': '出品日',
  'product-id-type': '商品IDタイプ',
  'item-note': 'コンディション説明',
  'item-condition': 'コンディション',
  'will-ship-internationally': '国外へ配送可',
  'expedited-shipping': '迅速な配送',
  'product-id': '商品ID',
  'pending-quantity': '在庫数',
  'fulfillment-channel': 'フルフィルメント・チャンネル',
  'merchant-shipping-group': 'merchant-shipping-group',
  status: 'ステータス',
};
