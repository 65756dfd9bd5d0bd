/** One return as GET_XML_RETURNS_DATA_BY_RETURN_DATE words it; `items` in XML, other elements by name. */
export const xmlReturn = (over: Readonly<Record<string, string>> = {}, items = [xmlReturnItem()]) => {
  const elements = {
    order_id: '408-0000000-0000001',
    order_date: '2026-10-03T17:08:47Z',
    amazon_rma_id: 'DJ1XPexampleRRMA',
    return_request_date: '2026-10-12T12:44:17Z',
    return_request_status: 'Approved',
    a_to_z_claim: 'false',
    is_prime: 'N',
    label_details:
      '<currency_code>EUR</currency_code><label_cost>0.0</label_cost><label_type>AmazonUnPaidLabel</label_type>',
    label_to_be_paid_by: 'Customer',
    return_type: 'C-Returns',
    order_amount: '59.9',
    order_quantity: '1',
    ...over,
  };
  const xml = Object.entries(elements).map(([name, content]) => `<${name}>${content}</${name}>`);
  return `<return_details>${items.join('')}${xml.join('')}</return_details>`;
};

export const xmlReturnItem = (sku = 'SKU-1') =>
  `<item_details><item_name>Camisa, Amarillo</item_name><asin>B07EXAMPLE</asin>` +
  `<return_reason_code>AMZ-PG-APP-TOO-SMALL</return_reason_code><merchant_sku>${sku}</merchant_sku>` +
  `<in_policy>Y</in_policy><return_quantity>1</return_quantity><resolution>StandardRefund</resolution>` +
  `<category>Apparel</category><refund_amount>59.9</refund_amount></item_details>`;

export const xmlReturnsReport = (records: readonly string[], { declaration = '', between = '' } = {}) =>
  `${declaration}<AmazonEnvelope xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:noNamespaceSchemaLocation="amzn-envelope.xsd">` +
  `<Header><DocumentVersion>1.00</DocumentVersion></Header><MessageType>Returns-Report</MessageType>` +
  `<Message>${records.join(between)}</Message></AmazonEnvelope>`;
