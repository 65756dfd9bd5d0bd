import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import type { DataElement, Method } from '../../../../shared/sp-api/restricted/catalogue.ts';
import { checkTokenRequest, type TokenRequest } from '../../../../shared/sp-api/restricted/check-token-request.ts';
import type { RestrictedResource } from '../../../../shared/sp-api/restricted/restricted-resource.ts';
import { RestrictedResourceError } from '../../../../shared/sp-api/restricted/restricted-resource-error.ts';

const ORDER = '/orders/v0/orders/123-1234567-1234567';
const get = (path: string, ...dataElements: DataElement[]): RestrictedResource => ({
  method: 'GET',
  path,
  ...(dataElements.length > 0 && { dataElements }),
});
const documents = (count: number) =>
  Array.from({ length: count }, (_, at) => get(`/reports/2021-06-30/documents/amzn1.spdoc.1.4.na.${at}`));

/** As it comes from people and JSON, where no compiler has looked. */
const untyped = (method: string, path: string, ...dataElements: string[]) =>
  z.custom<RestrictedResource>().parse({ method, path, ...(dataElements.length > 0 && { dataElements }) });

/** What the refusal says, with its cure. */
function refusal(restrictedResources: readonly RestrictedResource[], more: Partial<TokenRequest> = {}): string {
  try {
    checkTokenRequest({ restrictedResources, ...more });
  } catch (error) {
    if (error instanceof RestrictedResourceError) return `${error.message} ${error.cure}`;
    throw error;
  }
  return 'allowed';
}

describe('a token request is allowed', () => {
  it.each<[string, RestrictedResource[]]>([
    ['orders in bulk', [get('/orders/v0/orders', 'buyerInfo', 'shippingAddress')]],
    ['one order', [get(ORDER, 'buyerTaxInformation')]],
    ['any order’s items', [get('/orders/v0/orders/{orderId}/orderItems', 'buyerInfo')]],
    ['an address, by Amazon’s own example', [get('/orders/v0/orders/943-12-123434/address')]],
    ['any shipment', [get('/mfn/v0/shipments/{shipmentId}')]],
    ['a cancellation', [{ method: 'DELETE', path: '/mfn/v0/shipments/1' }]],
    ['fifty documents', documents(50)],
    [
      'vendors’ paths among themselves',
      [
        get('/vendor/directFulfillment/orders/v1/purchaseOrders'),
        get('/vendor/directFulfillment/shipping/2021-12-28/packingSlips'),
      ],
    ],
    ['one resource named 60 times', Array.from({ length: 60 }, () => get(`${ORDER}/address`))],
  ])('%s', (_case, resources) => {
    expect(refusal(resources)).toBe('allowed');
  });

  it.each([
    'amzn1.sellerapps.app.target-application',
    'amzn1.sellerapps.app.b5994c79-9567-4ba5-b045-0645faf723b6',
    'amzn1.sp.solution.5981b776-7570-4815-8455-4b0637d8d4ab',
  ])('for %s', (targetApplication) => {
    expect(refusal([get(`${ORDER}/address`)], { targetApplication })).toBe('allowed');
  });
});

describe('a token request is refused before any call, with the rule and what to do', () => {
  it.each<[string, RestrictedResource[], string]>([
    ['nothing', [], 'A token for nothing'],
    [
      'what is not restricted',
      [get('/orders/2026-01-01/orders')],
      'is not restricted: it takes an ordinary access token',
    ],
    ['another method', [{ method: 'POST', path: `${ORDER}/address` }], 'is so for GET'],
    ['a method that is none', [untyped('PATCH', `${ORDER}/regulatedInfo`)], 'method is GET, PUT, POST, DELETE'],
    ['a path without its slash', [get('orders/v0/orders', 'buyerInfo')], 'from its first slash on'],
    ['a query', [get('/orders/v0/orders?MarketplaceIds=A', 'buyerInfo')], 'without host and query'],
    ['a slash too many', [get('/orders/v0/orders/', 'buyerInfo')], 'is not restricted'],
    ['another name in braces', [get('/orders/v0/orders/{id}/address')], 'braces are spelled as there'],
    ['half a brace', [get('/orders/v0/orders/{orderId/address')], 'is not restricted'],
    ['any document', [get('/reports/2021-06-30/documents/{reportDocumentId}')], 'takes a specific path only'],
    ['an order without data elements', [get(ORDER)], 'buyerInfo, shippingAddress, buyerTaxInformation'],
    ['an unknown data element', [untyped('GET', ORDER, 'buyerEmail')], '"buyerEmail" is no data element'],
    ['a data element of another operation', [get(`${ORDER}/orderItems`, 'shippingAddress')], 'It takes buyerInfo'],
    ['a data element where there are none', [get(`${ORDER}/address`, 'shippingAddress')], 'without data elements'],
    [
      'vendors and sellers together',
      [get('/vendor/directFulfillment/orders/v1/purchaseOrders'), get(`${ORDER}/address`)],
      'Ask for two tokens, one for the paths that begin with /vendor',
    ],
    [
      '51 resources',
      documents(51),
      '51 resources are more than the 50 that Amazon takes in one token. Ask for 2 tokens, with 50, 1 resources.',
    ],
  ])('%s', (_case, resources, words) => {
    expect(refusal(resources)).toContain(words);
  });

  it('what may weigh more than 7 KB: an estimate, which says so, and names the generic path as the way out', () => {
    const orders = Array.from({ length: 50 }, (_, at) =>
      get(`/orders/v0/orders/123-1234567-${1_000_000 + at}`, 'buyerInfo', 'shippingAddress', 'buyerTaxInformation'),
    );

    const words = refusal(orders);

    expect(words).toMatch(
      /may weigh \d+ bytes \(an estimate on the safe side\); beyond 7000 it may fail when it is used/,
    );
    expect(words).toMatch(/Ask for 2 tokens, with \d+, \d+ resources, or name the generic path/);
  });

  it('a path that no token can hold', () => {
    expect(refusal([get(`/mfn/v0/shipments/${'x'.repeat(8000)}`)])).toContain('Shorten the path');
  });

  it.each([
    'target-application',
    'amzn1.sellerapps.app.',
    'amzn1.sellerapps.app.a b',
    'amzn1.sellerapps.app.x\n',
    'amzn1.sellerapps.app.x/../y',
    '',
  ])('the application id %j', (targetApplication) => {
    expect(refusal([get(`${ORDER}/address`)], { targetApplication })).toContain('amzn1.sp.solution.…');
  });

  it('an LWA client id in place of the application id, without showing it', () => {
    const words = refusal([get(`${ORDER}/address`)], { targetApplication: 'amzn1.application-oa2-client.canary' });

    expect(words).toContain('named by its LWA client id');
    expect(words).not.toContain('canary');
  });

  it('each of the methods is one that Amazon knows', () => {
    const methods: Method[] = ['GET', 'PUT', 'POST', 'DELETE'];
    expect(methods.map((method) => refusal([{ method, path: '/mfn/v0/shipments' }]))).toEqual([
      expect.stringContaining('POST'),
      expect.stringContaining('POST'),
      'allowed',
      expect.stringContaining('POST'),
    ]);
  });
});
