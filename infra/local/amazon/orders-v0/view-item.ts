import type { OrderItem } from '@sp-api-sdk/orders-api-2026-01-01';
import type { RestrictedAccess } from '../tokens/restricted-access.ts';
import { toMoneyV0 } from './view-buyer.ts';

/** An order item as Orders v0 shows it. */
export function viewItem(item: OrderItem, access: RestrictedAccess | undefined): object {
  const { product, proceeds, fulfillment, promotion } = item;
  const priceOf = (type: string) => {
    const money = proceeds?.breakdowns?.find((breakdown) => breakdown.type === type)?.subtotal;
    return money && toMoneyV0(money);
  };
  return {
    ASIN: product.asin,
    SellerSKU: product.sellerSku,
    OrderItemId: item.orderItemId,
    Title: product.title,
    QuantityOrdered: item.quantityOrdered,
    QuantityShipped: fulfillment?.quantityFulfilled,
    ItemPrice: priceOf('ITEM'),
    ShippingPrice: priceOf('SHIPPING'),
    ItemTax: priceOf('TAX'),
    PromotionDiscount: priceOf('DISCOUNT'),
    PromotionIds: promotion?.breakdowns?.map(({ promotionId }) => promotionId),
    IsGift: String(fulfillment?.packing?.giftOption !== undefined),
    ConditionId: 'New',
    ConditionSubtypeId: 'New',
    ...(access?.dataElements.has('buyerInfo') && { BuyerInfo: viewItemBuyerInfo(item) }),
  };
}

/** Gift and custom information, which is the buyer's. */
export function viewItemBuyerInfo({ product, fulfillment, proceeds }: OrderItem): object {
  const gift = fulfillment?.packing?.giftOption;
  const price = proceeds?.breakdowns?.find(({ type }) => type === 'GIFT_WRAP')?.subtotal;
  return {
    ...(product.customization && { BuyerCustomizedInfo: { CustomizedURL: product.customization.customizedUrl } }),
    ...(gift && { GiftMessageText: gift.giftMessage, GiftWrapLevel: gift.giftWrapLevel }),
    ...(price && { GiftWrapPrice: toMoneyV0(price) }),
  };
}
