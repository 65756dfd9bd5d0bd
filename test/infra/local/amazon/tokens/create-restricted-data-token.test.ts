import { describe, expect, it } from 'vitest';
import type { Role } from '../../../../../infra/local/amazon/seller.ts';
import { callAmazon } from '../../../../support/call-amazon.ts';
import { ALL_ELEMENTS, askForToken, type Named, ORDERS } from '../../../../support/restricted-tokens.ts';
import { startTestAmazon } from '../../../../support/test-amazon.ts';

const ORDER = `${ORDERS}/123-1234567-1234567`;
const DOCUMENT = '/reports/2021-06-30/documents/amzn1.spdoc.1.4.na.0356cf79-b8b0-4226-b4b9-0ee058ea5760.T2.1';
const VENDOR = '/vendor/directFulfillment/orders/v1/purchaseOrders';

describe('a token', () => {
  it.each<[string, Named[]]>([
    ['orders in bulk', [[`GET ${ORDERS}`, 'buyerInfo', 'shippingAddress']]],
    ['one order', [[`GET ${ORDER}`, ...ALL_ELEMENTS]]],
    ['the items of any order', [[`GET ${ORDERS}/{orderId}/orderItems`, 'buyerInfo']]],
    ['the address of any order', [`GET ${ORDERS}/{orderId}/address`]],
    ['the address of Amazon’s own example', ['GET /orders/v0/orders/943-12-123434/address']],
    ['what a pet needs', [`GET ${ORDER}/regulatedInfo`]],
    ['any shipment', ['GET /mfn/v0/shipments/{shipmentId}']],
    ['a document', [`GET ${DOCUMENT}`]],
    ['a vendor’s orders', [`GET ${VENDOR}`, `GET ${VENDOR}/{purchaseOrderNumber}`]],
    [
      'fifty resources',
      Array.from({ length: 50 }, (_, index): Named => `GET ${ORDERS}/123-1234567-12345${index + 10}/address`),
    ],
  ])('is for an hour: %s', async (_case, resources) => {
    await using given = await startTestAmazon();

    const { status, body } = await askForToken(given, resources);

    expect(status).toBe(200);
    expect(body.restrictedDataToken).toMatch(/^Atz\.sprdt\|\S{20,}$/);
    expect(body.expiresIn).toBe(3600);
  });

  it('may be for another application', async () => {
    await using given = await startTestAmazon();
    const ask = async (targetApplication: string | null) =>
      (await askForToken(given, [`GET ${ORDER}/address`], { targetApplication })).status;

    expect(await ask('amzn1.sellerapps.app.target-application')).toBe(200);
    expect(await ask('target-application')).toBe(400);
    expect(await ask(null)).toBe(400);
  });

  it('comes from a bucket of one a second, ten at once', async () => {
    await using given = await startTestAmazon();
    const statuses: number[] = [];
    for (let call = 0; call < 11; call += 1) statuses.push((await askForToken(given, [`GET ${ORDER}/address`])).status);

    given.pass(1000);
    const later = await askForToken(given, [`GET ${ORDER}/address`]);

    expect(statuses.filter((status) => status === 429)).toHaveLength(1);
    expect(later.headers.get('x-amzn-ratelimit-limit')).toBe('1');
  });
});

describe('no token is given', () => {
  it.each<[string, readonly Named[]]>([
    ['for nothing', []],
    ['for 51 resources', Array.from({ length: 51 }, () => `GET ${ORDER}/address`)],
    ['for what is not restricted', ['GET /orders/2026-01-01/orders']],
    ['for another method', [`POST ${ORDER}/address`]],
    ['for a method that is none', [`PATCH ${ORDER}/regulatedInfo`]],
    ['for a path with a slash too many', [[`GET ${ORDERS}/`, 'buyerInfo']]],
    ['for a path with another name in braces', ['GET /orders/v0/orders/{id}/address']],
    ['for any document', ['GET /reports/2021-06-30/documents/{reportDocumentId}']],
    ['for an order without saying what of it', [`GET ${ORDER}`]],
    ['for orders without saying what of them', [`GET ${ORDERS}`]],
    ['for items without saying what of them', [`GET ${ORDER}/orderItems`]],
    ['for an address, and what of it', [[`GET ${ORDER}/address`, 'shippingAddress']]],
    ['for what is no data element', [[`GET ${ORDER}`, 'buyerEmail']]],
    ['for vendor and seller together', [`GET ${VENDOR}`, `GET ${ORDER}/address`]],
  ])('%s', async (_case, resources) => {
    await using given = await startTestAmazon();

    const { status, error } = await askForToken(given, resources);

    expect([status, error?.code]).toEqual([400, 'InvalidInput']);
  });

  it('for a body that is none, or has a field too many', async () => {
    await using given = await startTestAmazon();
    const ask = async (body: unknown) =>
      (await callAmazon(given, 'POST /tokens/2021-03-01/restrictedDataToken', { body })).status;

    expect([await ask(undefined), await ask({}), await ask({ restrictedResources: {} })]).toEqual([400, 400, 400]);
    expect((await askForToken(given, [`GET ${ORDER}/address`], { dataElements: [] })).status).toBe(400);
  });

  it.each<[string, Role[], Named, string]>([
    [
      'data elements',
      ['inventory-and-order-tracking'],
      [`GET ${ORDERS}`, 'buyerInfo', 'shippingAddress'],
      'Application does not have access to one or more requested data elements: [buyerInfo, shippingAddress]',
    ],
    [
      'one data element',
      ['direct-to-consumer-shipping'],
      [`GET ${ORDERS}`, 'buyerInfo', 'shippingAddress'],
      'Application does not have access to one or more requested data elements: [buyerInfo]',
    ],
    [
      'an operation',
      ['tax-invoicing'],
      'GET /mfn/v0/shipments/{shipmentId}',
      'Application do not have access to some or all requested resource',
    ],
  ])('where the role is missing for %s', async (_case, roles, resource, message) => {
    await using given = await startTestAmazon({ roles });

    const { status, error } = await askForToken(given, [resource]);

    expect([status, error?.message]).toEqual([400, message]);
  });

  it('to a caller who comes with such a token, or with none', async () => {
    await using given = await startTestAmazon();
    const { body } = await askForToken(given, [`GET ${ORDER}/address`]);
    const ask = async (token: string) =>
      (
        await callAmazon(given, 'POST /tokens/2021-03-01/restrictedDataToken', {
          token,
          body: { restrictedResources: [{ method: 'GET', path: `${ORDER}/address` }] },
        })
      ).status;

    expect([await ask(body.restrictedDataToken), await ask('Atza|no')]).toEqual([403, 403]);
  });
});
