import { describe, expect, it } from 'vitest';
import { readRequest } from '../../../shared/fulfillment-outbound/outbound-request.ts';
import { canaryAddress, outboundRequest } from '../../support/outbound-house.ts';

const reasonOf = (change: object, shop = {}) => {
  const read = readRequest(outboundRequest('SO-1', change), shop);
  return 'reason' in read ? read.reason : 'fine';
};
const item = (change: object = {}) => ({ sku: 'SKU-7', quantity: 1, ...change });

describe('a request', () => {
  it('is read, with line ids of ours where it has none', () => {
    const read = readRequest(outboundRequest('SO-1', { items: [item(), item({ sku: 'SKU-8' })], extra: 'theirs' }));

    expect(read).toMatchObject({
      request: { items: [{ lineItemId: '1' }, { lineItemId: '2' }] },
      destination: canaryAddress,
    });
  });

  it.each([
    [{ orderId: 'SO 1' }, 'orderId: must be 1 to 40'],
    [{ orderId: 'SO+1' }, 'orderId: must be 1 to 40'],
    [{ orderId: 'x'.repeat(41) }, 'orderId: must be 1 to 40'],
    [{ orderId: 'SO-1#state' }, 'orderId: must be 1 to 40'],
    [{ marketplaceId: 'US' }, 'marketplaceId: must be one of'],
    [{ shippingSpeed: 'standard' }, 'shippingSpeed: must be one of STANDARD'],
    [{ shippingSpeed: 'SCHEDULED' }, 'shippingSpeed: must be one of STANDARD'],
    [{ shippingSpeed: 'PRIORITY' }, 'PRIORITY exists in CA, IN, MX only, not in US'],
    [{ items: [] }, 'items: must be a list of 1 to 100'],
    [{ items: 'one' }, 'items: must be a list of 1 to 100'],
    [{ items: Array.from({ length: 101 }, () => item()) }, 'items: must be a list of 1 to 100, and has 101'],
    [{ items: [item({ quantity: 251 })] }, 'hold 251 units; Amazon ships at most 250'],
    [{ items: [item({ quantity: 0 })] }, 'items[0].quantity: must be a whole number'],
    [{ items: [item({ quantity: 1.5 })] }, 'items[0].quantity: must be a whole number'],
    [{ items: [item({ quantity: '2' })] }, 'items[0].quantity: must be a whole number'],
    [{ items: [item({ sku: '' })] }, 'items[0].sku: must be a text'],
    [{ items: [null] }, 'items[0].sku: must be a text'],
    [{ items: [item({ lineItemId: '2' }), item()] }, 'two have the same lineItemId'],
    [{ destination: undefined }, 'destination: is missing'],
    [{ destination: 'canary' }, 'destination: is missing'],
    [{ destination: { ...canaryAddress, name: ' ' } }, 'destination.name: is missing'],
    [{ destination: { ...canaryAddress, postalCode: 66044 } }, 'destination.postalCode: must be a text'],
    [{ destination: { ...canaryAddress, countryCode: 'USA' } }, 'destination.countryCode: must be two capital'],
    [{ destination: { ...canaryAddress, city: undefined } }, 'destination.city: is missing'],
    [{ destination: { ...canaryAddress, countryCode: 'JP' } }, 'destination.city: Amazon takes none in Japan'],
    [{ destination: { ...canaryAddress, company: 'canary' } }, 'destination: has a field that is none of'],
    [{ hold: 'yes' }, 'hold: must be true or false'],
  ])('that cannot be right is refused by field, limit and cure: %o', (change, reason) => {
    const told = reasonOf(change);

    expect(told).toContain(reason);
    expect(told).not.toMatch(/canary|undefined/);
  });

  it('is refused for a marketplace that the shop does not sell in', () => {
    expect(reasonOf({}, { marketplaceIds: ['A2EUQ1WTGCTBG2'] })).toContain(
      'marketplaceId: the shop does not sell in it',
    );
  });

  it('for India is refused by the version that wants what no request can say', () => {
    const india = { marketplaceId: 'A21TJRUUN4KGV', shippingSpeed: 'PRIORITY' };

    expect(reasonOf(india, { fulfillmentOutbound: { apiVersion: '2020-07-01' } })).toContain(
      'marketplaceId: for India',
    );
    expect(reasonOf(india, { fulfillmentOutbound: { apiVersion: '2026-07-04' } })).toBe('fine');
  });

  it('may ask for PRIORITY where it exists, and for a Japanese address without a city', () => {
    expect(reasonOf({ marketplaceId: 'A2EUQ1WTGCTBG2', shippingSpeed: 'PRIORITY' })).toBe('fine');
    expect(reasonOf({ destination: { ...canaryAddress, city: null, countryCode: 'JP' } })).toBe('fine');
  });
});
