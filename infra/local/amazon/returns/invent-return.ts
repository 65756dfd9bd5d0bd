import type { Order } from '@sp-api-sdk/orders-api-2026-01-01';
import { fnSkuOf } from '../inventory/invent-stock.ts';
import { localizedTitle } from '../listings/localized-title.ts';
import { findProductIndex } from '../listings/product.ts';
import { type Marketplace, marketplaceOf } from '../marketplaces.ts';
import { fromCents, toMoney } from '../orders/money.ts';
import { CATALOGUE } from '../orders/catalogue.ts';
import type { SeededRandom } from '../seeded-random.ts';
import type { FbaReturn } from './fba-return.ts';
import type { MerchantReturn, MerchantReturnItem } from './merchant-return.ts';

/** What a return is invented for. Without an order it belongs to one that the account does not have. */
export interface ReturnPlan {
  readonly marketplaceId: string;
  readonly orderId: string;
  readonly order?: Order;
  /** When it was sent back (FBA) or asked for (merchant), ISO. */
  readonly date: string;
  /** Tells it apart from all others of the account. */
  readonly number: number;
}

/** Invents the return of one unit to Amazon's warehouse. One in fifteen has no licence plate. */
export function inventFbaReturn(random: SeededRandom, plan: ReturnPlan): FbaReturn {
  const [product = CATALOGUE[0]] = productsOf(plan, random, 1);
  return {
    marketplaceId: plan.marketplaceId,
    returnDate: plan.date,
    orderId: plan.orderId,
    sku: product.sellerSku,
    asin: product.asin,
    fnsku: fnSkuOf(findProductIndex(product.sellerSku) ?? 0),
    productName: product.title,
    quantity: 1,
    fulfillmentCenterId: random.pick(['LEX1', 'PHX7', 'MKC6', 'YYZ3']),
    detailedDisposition: random.pick(['SELLABLE', 'CUSTOMER_DAMAGED', 'DEFECTIVE', 'CARRIER_DAMAGED']),
    reason: random.pick([
      'UNWANTED_ITEM',
      'DEFECTIVE',
      'NOT_AS_DESCRIBED',
      'ORDERED_WRONG_ITEM',
      'UNDELIVERABLE_UNKNOWN',
    ]),
    status: random.pick(['Unit returned to inventory', 'Reimbursed', 'Pending repackaging']),
    licensePlateNumber: `LPN${random.pick(['RR', 'NN', 'HE'])}C${String(plan.number).padStart(9, '0')}`,
    ...(plan.number % 15 === 14 && { hidesLicensePlate: true }),
    customerComments: random.chance(0.4) ? random.pick(COMMENTS) : '',
  };
}

const COMMENTS = [
  'Too small for our kitchen',
  'It says "steel" but feels like tin',
  'Arrived after the birthday, sorry',
  'Die Größe passt nicht',
] as const;

/** Invents the return that a customer asks of the merchant; one in four is of two items. */
export function inventMerchantReturn(random: SeededRandom, plan: ReturnPlan): MerchantReturn {
  const { order, date } = plan;
  const marketplace = marketplaceOf(plan.marketplaceId);
  const isBack = random.chance(0.4);
  const daysLater = (days: number) => new Date(Date.parse(date) + days * DAY).toISOString();
  const items = productsOf(plan, random, plan.number % 4 === 3 ? 2 : 1).map((product) =>
    inventItem(random, { product, marketplace, isBack }),
  );
  return {
    marketplaceId: plan.marketplaceId,
    amazonRmaId: `D${plan.number.toString(36).padStart(7, 'x')}RRMA`,
    merchantRmaId: '',
    orderId: plan.orderId,
    orderDate: order?.createdTime ?? daysLater(-9),
    returnRequestDate: date,
    returnRequestStatus: isBack ? 'Completed' : 'Approved',
    labelType: random.pick(['AmazonPrePaidLabel', 'AmazonUnPaidLabel']),
    labelCost: toMoney(fromCents(random.integer(200, 900), marketplace), marketplace).amount,
    currencyCode: marketplace.currencyCode,
    returnCarrier: random.pick(['UPS', 'USPS', 'DHL']),
    trackingId: `1Z${random.digits(16)}`,
    labelToBePaidBy: random.pick(['Seller', 'Customer']),
    aToZClaim: random.chance(0.05),
    isPrime: order?.programs?.includes('PRIME') ?? false,
    returnType: 'C-Returns',
    invoiceNumber: '',
    returnDeliveryDate: isBack ? daysLater(5) : '',
    orderAmount: order?.proceeds?.grandTotal?.amount ?? toMoney(fromCents(3_999, marketplace), marketplace).amount,
    orderQuantity: order?.orderItems.reduce((sum, item) => sum + item.quantityOrdered, 0) ?? 1,
    items,
  };
}

const DAY = 24 * 60 * 60 * 1000;

function inventItem(
  random: SeededRandom,
  { product, marketplace, isBack }: { product: ReturnedProduct; marketplace: Marketplace; isBack: boolean },
): MerchantReturnItem {
  return {
    itemName: product.title,
    asin: product.asin,
    merchantSku: product.sellerSku,
    returnQuantity: 1,
    returnReason: random.pick(['CR-UNWANTED_ITEM', 'CR-DEFECTIVE', 'AMZ-PG-APP-TOO-SMALL', 'CR-NOT_AS_DESCRIBED']),
    inPolicy: random.chance(0.9),
    resolution: 'StandardRefund',
    refundedAmount: isBack ? toMoney(fromCents(product.cents, marketplace), marketplace).amount : '',
  };
}

interface ReturnedProduct {
  readonly asin: string;
  readonly sellerSku: string;
  readonly title: string;
  readonly cents: number;
}

/** What comes back, each once: what was ordered, and beyond that anything the seller sells. */
function productsOf({ order, marketplaceId }: ReturnPlan, random: SeededRandom, count: number): ReturnedProduct[] {
  const ordered = CATALOGUE.filter(({ sellerSku }) =>
    order?.orderItems.some(({ product }) => product.sellerSku === sellerSku),
  );
  const first = CATALOGUE.indexOf(random.pick(CATALOGUE));
  const returned = [...new Set([...ordered, ...CATALOGUE.slice(first), ...CATALOGUE])].slice(0, count);
  const marketplace = marketplaceOf(marketplaceId);
  return returned.map((product) => ({
    ...product,
    title: localizedTitle(product.title, CATALOGUE.indexOf(product), marketplace),
  }));
}
