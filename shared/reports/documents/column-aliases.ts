/**
 * What Amazon calls columns in other languages, by the English name: add a spelling here when a document fails with
 * UnknownHeaderError. Case, spaces, `_` and `-` do not matter (see `column-name.ts`).
 *
 * Japanese: public projects that read such files; German, French, Italian, Spanish, Chinese: likewise, not complete.
 */
export const LISTING_ALIASES: Readonly<Record<string, readonly string[]>> = {
  'item-name': ['商品名', 'Artikelbezeichnung', 'nom-produit', "Nome dell'articolo", 'Título del producto', '商品名称'],
  'item-description': ['商品説明'],
  'listing-id': ['出品ID'],
  'seller-sku': ['出品者SKU', 'Händler-SKU', 'sku-vendeur', 'SKU venditore', 'SKU del vendedor', '卖家 SKU'],
  price: ['価格', 'Preis', 'prix', 'Prezzo', 'Precio', '价格'],
  quantity: ['数量', 'Menge', 'quantité', 'Quantità', 'Cantidad'],
  'open-date': ['出品日', 'Erstellungsdatum', 'Data di creazione', 'Fecha de creación', '开售日期'],
  'product-id-type': [
    '商品IDタイプ',
    'Produkt-ID-Typ',
    'type-id-produit',
    'Tipo di identificativo del prodotto',
    'Tipo de identificador de producto',
    '商品编码类型',
  ],
  'item-note': ['コンディション説明'],
  'item-condition': [
    'コンディション',
    'Artikelzustand',
    'état-produit',
    "Condizione dell'articolo",
    'Estado del producto',
  ],
  asin1: ['ASIN 1'],
  asin2: ['ASIN 2'],
  asin3: ['ASIN 3'],
  'will-ship-internationally': ['国外へ配送可'],
  'expedited-shipping': ['迅速な配送'],
  'product-id': [
    '商品ID',
    'Produkt-ID',
    'id-produit',
    'Identificativo del prodotto',
    'Identificador del producto',
    '商品编码',
  ],
  'pending-quantity': ['在庫数'],
  'fulfillment-channel': [
    'fulfilment-channel',
    'フルフィルメント・チャンネル',
    'フルフィルメントチャネル',
    'Versender',
    'canal-traitement',
    'Canale di gestione',
    'Canal de gestión logística',
    '配送渠道',
  ],
  status: ['ステータス', 'état', 'stato', 'estado', '状态'],
};

/** Returns of merchants, in the flat file. */
export const MERCHANT_RETURN_ALIASES: Readonly<Record<string, readonly string[]>> = {
  'order-id': ['注文番号', '注文ID', 'Bestellnummer'],
  'order-date': ['Bestelldatum', '注文日'],
  'return-request-date': ['返品リクエスト日', 'Rücksendeanforderungsdatum'],
  'return-request-status': ['返品リクエストのステータス'],
  'amazon-rma-id': ['Amazon RMA番号', 'Amazon-RMA-Nummer'],
  'merchant-sku': ['出品者SKU', 'Händler-SKU'],
  'item-name': ['商品名', 'Artikelname'],
  'return-quantity': ['返品数量', 'Rücksendemenge'],
  'return-reason': ['返品理由', 'Rücksendegrund'],
};

/** FBA's own reports; seen in English everywhere, Japanese names as a precaution. */
export const FBA_ALIASES: Readonly<Record<string, readonly string[]>> = {
  sku: ['出品者SKU', 'seller-sku', 'merchant-sku'],
  'product-name': ['商品名'],
  'order-id': ['注文番号', 'amazon-order-id'],
  'return-date': ['返品日'],
  quantity: ['数量'],
};
