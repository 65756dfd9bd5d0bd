import { CATALOGUE, type CatalogueProduct } from '../orders/catalogue.ts';

/** The product of this number: first those that orders are made of, then variants of them without end. */
export function productAt(index: number): CatalogueProduct {
  const product = CATALOGUE[index % CATALOGUE.length] ?? CATALOGUE[0];
  if (index < CATALOGUE.length) return product;
  return {
    ...product,
    asin: `B0AZ${String(shelfOf(index)).padStart(6, '0')}`,
    sellerSku: `${product.sellerSku}-${index}`,
    title: `${product.title}, no. ${index}`,
  };
}

/**
 * The product whose shelf and FNSKU this one shares, else itself: one in twelve is the product before it, offered
 * again under another SKU.
 */
export const shelfOf = (index: number) => (index >= CATALOGUE.length && index % 12 === 1 ? index - 1 : index);

/** The number of the product with this SKU; undefined where there is no such product. */
export function findProductIndex(sellerSku: string): number | undefined {
  const known = CATALOGUE.findIndex((product) => product.sellerSku === sellerSku);
  if (known >= 0) return known;
  const index = Number(/-(\d{2,9})$/.exec(sellerSku)?.[1]);
  return productAt(index || 0).sellerSku === sellerSku ? index : undefined;
}

/** Two of three products are sold through Amazon's warehouses. */
export const isFulfilledByAmazon = (index: number) => index % 3 !== 2;
