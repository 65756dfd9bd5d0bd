import { type Stock, sumsOf } from '../../inventory/stock.ts';
import type { Listing } from '../../listings/listing.ts';
import type { Marketplace } from '../../marketplaces.ts';
import type { ReportSource } from '../report-type.ts';
import type { ReportContent } from './report-content.ts';
import { type Column, tableContent } from './table.ts';

interface Row {
  readonly stock: Stock;
  readonly listing: Listing | undefined;
}

/** What Amazon's warehouses hold for one marketplace, with the listing where there is one. */
export function fbaInventoryTable(
  { stock, listings, at, marketplaces }: ReportSource,
  isWanted: (listing: Listing | undefined) => boolean,
): ReportContent {
  const [marketplace] = marketplaces;
  const { marketplaceId } = marketplace;
  const marks = { stock: stock.markAt(at), listings: listings.markAt(at) };
  const rows = function* (): Generator<Row> {
    for (const { value } of stock.list(marketplaceId, { mark: marks.stock })) {
      const listing = listings.find({ marketplaceId, sellerSku: value.sellerSku }, marks.listings);
      if (isWanted(listing)) yield { stock: value, listing };
    }
  };
  return tableContent(rows, [...COLUMNS, ...extraColumns(marketplace)], { marketplace, lineEnd: '\r\n' });
}

const column = (name: string, value: Column<Row>['value'], is?: 'key' | 'text'): Column<Row> => ({
  name,
  value,
  ...(is && { is }),
});

const COLUMNS: readonly Column<Row>[] = [
  column('sku', ({ stock }) => stock.sellerSku, 'key'),
  column('fnsku', ({ stock }) => stock.fnSku),
  column('asin', ({ stock }) => stock.asin),
  column('product-name', ({ stock }) => stock.productName, 'text'),
  column('condition', () => 'New'),
  column('your-price', ({ listing }) => listing?.price),
  column('mfn-listing-exists', ({ listing }) => (listing?.fulfillmentChannel === 'DEFAULT' ? 'Yes' : 'No')),
  column('mfn-fulfillable-quantity', ({ listing }) => listing?.quantity),
  column('afn-listing-exists', ({ listing }) => (listing && listing.fulfillmentChannel !== 'DEFAULT' ? 'Yes' : 'No')),
  column('afn-warehouse-quantity', ({ stock }) => sumsOf(stock.quantities).warehouse),
  column('afn-fulfillable-quantity', ({ stock }) => stock.quantities.fulfillable),
  column('afn-unsellable-quantity', ({ stock }) => sumsOf(stock.quantities).unfulfillable),
  column('afn-reserved-quantity', ({ stock }) => sumsOf(stock.quantities).reserved),
  column('afn-total-quantity', ({ stock }) => sumsOf(stock.quantities).total),
  column('per-unit-volume', () => '0.03'),
  column('afn-inbound-working-quantity', ({ stock }) => stock.quantities.inboundWorking),
  column('afn-inbound-shipped-quantity', ({ stock }) => stock.quantities.inboundShipped),
  column('afn-inbound-receiving-quantity', ({ stock }) => stock.quantities.inboundReceiving),
  column('afn-researching-quantity', ({ stock }) => sumsOf(stock.quantities).researching),
  column('afn-reserved-future-supply', () => 0),
  column('afn-future-supply-buyable', () => 0),
];

/** The columns vary by region; 21, 24 and 26 have been seen (spapi 8.1). */
const extraColumns = ({ region }: Marketplace): readonly Column<Row>[] =>
  region === 'eu'
    ? [
        column('afn-fulfillable-quantity-local', ({ stock }) => stock.quantities.fulfillable),
        column('afn-fulfillable-quantity-remote', () => 0),
        column('store', () => ''),
      ]
    : [];
