import type { MerchantReturn, MerchantReturnItem } from '../../returns/merchant-return.ts';
import type { OddDocumentKind } from '../report-switches.ts';
import type { ReportSource } from '../report-type.ts';
import { merchantReturns } from './merchant-returns.ts';
import type { ReportContent } from './report-content.ts';
import { UNREADABLE } from './text-encoder.ts';

/** Merchant returns as XML: one `return_details` per return, with its items; times in full. Always in UTF-8. */
export function merchantReturnsXml(source: ReportSource): ReportContent {
  const returns = merchantReturns(source);
  return {
    mediaType: 'text/xml',
    charset: 'utf-8',
    hasRows() {
      for (const _ of returns()) return true;
      return false;
    },
    *lines(oddKinds) {
      if (oddKinds.includes('empty')) return;
      const is = (kind: OddDocumentKind) => oddKinds.includes(kind);
      yield is('unknown-header') ? HEAD.replaceAll('AmazonEnvelope', 'Enveloppe') : HEAD;
      let isFirst = true;
      for (const each of is('zero-rows') ? [] : returns()) {
        const xml = toXml(each);
        yield isFirst ? makeOdd(xml, oddKinds) : xml;
        isFirst = false;
      }
      if (is('unfinished')) yield '<return_details><item_details><item_name>The end of th';
      else yield is('unknown-header') ? TAIL.replaceAll('AmazonEnvelope', 'Enveloppe') : TAIL;
    },
  };
}

const HEAD = `<?xml version="1.0" encoding="UTF-8"?>
<AmazonEnvelope xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:noNamespaceSchemaLocation="amzn-envelope.xsd">
<Header><DocumentVersion>1.00</DocumentVersion></Header>
<MessageType>Returns-Report</MessageType>
<Message>
`;
const TAIL = '</Message>\n</AmazonEnvelope>\n';

const toXml = (each: MerchantReturn) =>
  element('return_details', [
    ...each.items.map(itemXml),
    element('order_id', each.orderId),
    element('order_date', toSeconds(each.orderDate)),
    element('amazon_rma_id', each.amazonRmaId),
    element('return_request_date', toSeconds(each.returnRequestDate)),
    element('return_request_status', each.returnRequestStatus),
    element('a_to_z_claim', each.aToZClaim),
    element('is_prime', each.isPrime ? 'Y' : 'N'),
    element('label_details', [
      element('tracking_id', each.trackingId),
      element('return_carrier', each.returnCarrier),
      element('currency_code', each.currencyCode),
      element('label_cost', each.labelCost),
      element('label_type', each.labelType),
    ]),
    element('label_to_be_paid_by', each.labelToBePaidBy),
    element('return_type', each.returnType),
    element('order_amount', each.orderAmount),
    element('order_quantity', each.orderQuantity),
  ]) + '\n';

const itemXml = (item: MerchantReturnItem) =>
  element('item_details', [
    element('item_name', item.itemName),
    element('asin', item.asin),
    element('return_reason_code', item.returnReason),
    element('merchant_sku', item.merchantSku),
    element('in_policy', item.inPolicy ? 'Y' : 'N'),
    element('return_quantity', item.returnQuantity),
    element('resolution', item.resolution),
    ...(item.refundedAmount ? [element('refund_amount', item.refundedAmount)] : []),
  ]);

/** An element with elements, or with text. */
const element = (name: string, content: readonly string[] | string | number | boolean) =>
  `<${name}>${typeof content === 'object' ? content.join('') : escape(String(content))}</${name}>`;

const escape = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

const toSeconds = (time: string) => time.replace(/\.\d+Z$/, 'Z');

function makeOdd(xml: string, oddKinds: readonly OddDocumentKind[]): string {
  const withoutKey = oddKinds.includes('missing-key') ? xml.replace(/<(order_id|amazon_rma_id)>[^<]*<\/\1>/g, '') : xml;
  return oddKinds.includes('unreadable-byte')
    ? withoutKey.replace('</item_name>', `${UNREADABLE}</item_name>`)
    : withoutKey;
}
