import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { getShipment } from '../../../../shared/sp-api/merchant-fulfillment-v0/get-shipment.ts';
import { getOrder } from '../../../../shared/sp-api/orders-v0/get-order.ts';
import { getOrderItems } from '../../../../shared/sp-api/orders-v0/get-order-items.ts';
import { getOrderRegulatedInfo } from '../../../../shared/sp-api/orders-v0/get-order-regulated-info.ts';
import { getReportDocument } from '../../../../shared/sp-api/reports-2021-06-30/get-report-document.ts';
import { makeReport, SHIPPING_ORDERS, LISTINGS } from '../../../support/amazon-reports.ts';
import { startRestrictedHouse } from '../../../support/restricted-house.ts';

const HOUR = 3_600_000;
const failure = (promise: Promise<unknown>) =>
  promise.then(
    () => undefined,
    (error: unknown) => error,
  );

/** Orders to be sent, of which one is regulated. */
async function startWithOrders(count: number) {
  const house = await startRestrictedHouse();
  const orders = Array.from({ length: count }, () => house.given.account.placeOrder());
  return {
    house,
    ids: orders.map(({ orderId }) => orderId),
    [Symbol.asyncDispose]: () => house[Symbol.asyncDispose](),
  };
}

describe('the client asks for a Restricted Data Token by itself', () => {
  it('and for none where nothing of the buyer is wanted', async () => {
    await using place = await startWithOrders(1);
    const {
      house,
      ids: [orderId = ''],
    } = place;

    const order = await getOrder({ orderId }, house.means);
    await getOrderItems({ orderId }, house.means);

    expect(house.tokensAsked()).toBe(0);
    expect(house.requests.every(({ token }) => token === 'access token')).toBe(true);
    expect(order).not.toHaveProperty('BuyerInfo');
  });

  it('one for each order it reads alone, one for all in a bulk', async () => {
    await using place = await startWithOrders(3);
    const { house, ids } = place;
    const read = (bulk: boolean) =>
      Promise.all(ids.map((orderId) => getOrder({ orderId, dataElements: ['shippingAddress'], bulk }, house.means)));

    const alone = await read(false);
    const askedAlone = house.tokensAsked();
    const together = await read(true);

    expect([askedAlone, house.tokensAsked() - askedAlone]).toEqual([3, 1]);
    expect([...alone, ...together].every((order) => 'ShippingAddress' in order && !('BuyerInfo' in order))).toBe(true);
  });

  it('for operations that are restricted as a whole', async () => {
    await using place = await startWithOrders(2);
    const { house, ids } = place;

    const infos = await Promise.all(ids.map((orderId) => getOrderRegulatedInfo({ orderId, bulk: true }, house.means)));

    expect(infos.map(({ AmazonOrderId }) => AmazonOrderId)).toEqual(ids);
    expect(house.tokensAsked()).toBe(1);
  });

  it('for documents of restricted types, and not for others', async () => {
    await using house = await startRestrictedHouse({ listings: 2 });
    house.given.account.placeOrder({}, new Date('2026-03-09T00:00:00Z'));
    const read = async (reportType: string) => {
      const { reportDocumentId = '' } = await makeReport(house.given, { reportType });
      return getReportDocument({ reportDocumentId, reportType }, house.means);
    };

    const restricted = await read(SHIPPING_ORDERS);
    const asked = house.tokensAsked();
    const open = await read(LISTINGS);

    expect([asked, house.tokensAsked()]).toEqual([1, 1]);
    expect([restricted.url, open.url]).toEqual([expect.any(String), expect.any(String)]);
  });
});

describe('a token is kept', () => {
  it('by resources and data elements, whatever their order, over later doors of the process', async () => {
    await using place = await startWithOrders(1);
    const {
      house,
      ids: [orderId = ''],
    } = place;

    await getOrder({ orderId, dataElements: ['buyerInfo', 'shippingAddress'] }, house.means);
    await getOrder({ orderId, dataElements: ['shippingAddress', 'buyerInfo'] }, house.reopen());
    expect(house.tokensAsked()).toBe(1);

    await getOrder({ orderId, dataElements: ['buyerInfo'] }, house.means);
    expect(house.tokensAsked()).toBe(2);
  });

  it('by target application', async () => {
    await using place = await startWithOrders(1);
    const {
      house,
      ids: [orderId = ''],
    } = place;
    const restrictedResources = [{ method: 'GET', path: `/orders/v0/orders/${orderId}/address` }] as const;
    const ask = (targetApplication?: string) =>
      house.means.spApi.restrictedDataToken(
        { restrictedResources, ...(targetApplication !== undefined && { targetApplication }) },
        'live',
      );

    const [own, partner, other] = [
      await ask(),
      await ask('amzn1.sellerapps.app.partner'),
      await ask('amzn1.sellerapps.app.other'),
    ];
    const again = await ask('amzn1.sellerapps.app.partner');

    const tokens = [own, partner, other].map(({ restrictedDataToken }) => restrictedDataToken);
    expect(new Set(tokens).size).toBe(3);
    expect(again.restrictedDataToken).toBe(partner.restrictedDataToken);
  });

  it('until a minute before its hour ends, and says how long it is good', async () => {
    await using place = await startWithOrders(1);
    const {
      house,
      ids: [orderId = ''],
    } = place;
    const read = () => getOrder({ orderId, dataElements: ['buyerInfo'] }, house.means);
    await read();

    house.given.pass(HOUR - 61_000);
    await read();
    const before = house.tokensAsked();
    house.given.pass(2000);
    await read();

    expect([before, house.tokensAsked()]).toEqual([1, 2]);
    expect(house.requests.every(({ token }) => token !== 'none')).toBe(true);
  });

  it('with one request in flight, however many ask', async () => {
    await using place = await startWithOrders(1);
    const {
      house,
      ids: [orderId = ''],
    } = place;

    await Promise.all(Array.from({ length: 5 }, () => getOrder({ orderId, dataElements: ['buyerInfo'] }, house.means)));

    expect(house.tokensAsked()).toBe(1);
  });

  it('not when asking for it failed: the next call asks again', async () => {
    await using place = await startWithOrders(1);
    const {
      house,
      ids: [orderId = ''],
    } = place;
    const { roles } = house.given.account;
    roles.delete('tax-invoicing');
    roles.delete('tax-remittance');
    const refused = await failure(getOrder({ orderId, dataElements: ['buyerInfo'] }, house.means));
    roles.add('tax-invoicing');

    await getOrder({ orderId, dataElements: ['buyerInfo'] }, house.means);

    expect(refused).toMatchObject({ name: 'RestrictedRoleMissingError' });
  });
});

describe('a token that Amazon has ended', () => {
  it('is replaced once, and the call goes through', async () => {
    await using place = await startWithOrders(1);
    const {
      house,
      ids: [orderId = ''],
    } = place;
    const read = () => getOrder({ orderId, dataElements: ['buyerInfo'] }, house.means);
    await read();
    house.given.amazon.faults.expireRestrictedTokens();

    const order = await read();

    expect(order).toHaveProperty('BuyerInfo');
    expect(house.tokensAsked()).toBe(2);
    expect(house.given.amazon.requests.slice(-3).map(({ operationId, status }) => `${operationId} ${status}`)).toEqual([
      'getOrder 403',
      'createRestrictedDataToken 200',
      'getOrder 200',
    ]);
  });

  it('is not replaced twice', async () => {
    await using place = await startWithOrders(1);
    const {
      house,
      ids: [orderId = ''],
    } = place;
    house.given.amazon.faults.restrictedTokenLifetimeS = 0;

    const error = await failure(getOrder({ orderId, dataElements: ['buyerInfo'] }, house.means));

    expect(error).toMatchObject({ name: 'SpApiRejectedError', facts: { operationId: 'getOrder', status: 403 } });
    expect(house.tokensAsked()).toBe(2);
  });

  it('is not taken for a missing role', async () => {
    await using house = await startRestrictedHouse();
    const { account, amazon } = house.given;
    const { ShipmentId: shipmentId } = account.shipments.buyShipment(account.placeOrder().orderId);
    amazon.faults.restrictedTokenLifetimeS = 0;

    const error = await failure(getShipment({ shipmentId }, house.means));

    expect(error).toMatchObject({ name: 'SpApiRejectedError', facts: { operationId: 'getShipment', status: 403 } });
  });
});

describe('a missing role is named', () => {
  it.each([
    ['direct-to-consumer-shipping', ['buyerInfo', 'shippingAddress'], ['Direct-to-Consumer Shipping']],
    ['tax', ['buyerInfo', 'shippingAddress'], ['Tax Invoicing or Tax Remittance']],
  ] as const)('%s, by the data elements that Amazon refuses', async (missing, dataElements, named) => {
    await using place = await startWithOrders(1);
    const {
      house,
      ids: [orderId = ''],
    } = place;
    for (const role of house.given.account.roles) if (role.startsWith(missing)) house.given.account.roles.delete(role);

    const error = await failure(getOrder({ orderId, dataElements }, house.means));

    expect(error).toMatchObject({ name: 'RestrictedRoleMissingError', missing: named });
    expect(error).toMatchObject({
      message: expect.stringContaining(named[0]),
      cure: expect.stringContaining(named[0]),
    });
  });

  it('for an operation that is restricted as a whole', async () => {
    await using place = await startWithOrders(1);
    const { house } = place;
    house.given.account.roles.delete('direct-to-consumer-shipping');

    const error = await failure(getShipment({ shipmentId: 'FBA1234ABC5D' }, house.means));

    expect(error).toMatchObject({ name: 'RestrictedRoleMissingError', missing: ['Direct-to-Consumer Shipping'] });
  });

  it('for a document, whose token Amazon gives to anybody, by its type', async () => {
    await using house = await startRestrictedHouse();
    house.given.account.placeOrder({}, new Date('2026-03-09T00:00:00Z'));
    const { reportDocumentId = '' } = await makeReport(house.given, { reportType: SHIPPING_ORDERS });
    house.given.account.roles.delete('direct-to-consumer-shipping');

    const error = await failure(getReportDocument({ reportDocumentId, reportType: SHIPPING_ORDERS }, house.means));

    expect(error).toMatchObject({
      name: 'RestrictedRoleMissingError',
      facts: { operationId: 'getReportDocument', status: 403 },
      missing: ['Direct-to-Consumer Shipping'],
    });
  });
});

describe('a bulk of documents, for which there is no generic path', () => {
  it('shares tokens, of fifty documents at most', async () => {
    await using house = await startRestrictedHouse();
    house.given.account.placeOrder({}, new Date('2026-03-09T00:00:00Z'));
    const { reportDocumentId: real = '' } = await makeReport(house.given, { reportType: SHIPPING_ORDERS });
    const bulk = [...Array.from({ length: 59 }, (_, at) => `amzn1.spdoc.${at}`), real];

    for (const reportDocumentId of bulk.slice(-12)) {
      await failure(getReportDocument({ reportDocumentId, reportType: SHIPPING_ORDERS, bulk }, house.means));
    }

    const asked = house.requests.flatMap(({ body }) => (body ? [body] : []));
    expect(asked.map((body) => Object(body).restrictedResources.length)).toEqual([50, 10]);
    expect(house.given.amazon.requests.at(-1)).toMatchObject({ operationId: 'getReportDocument', status: 200 });
  });
});

it('shows no token in any error', async () => {
  await using place = await startWithOrders(1);
  const {
    house,
    ids: [orderId = ''],
  } = place;
  const read = () => getOrder({ orderId, dataElements: ['buyerInfo'] }, house.means);
  await read();
  house.given.amazon.faults.restrictedTokenLifetimeS = 0;
  house.given.amazon.faults.expireRestrictedTokens();
  const refused = await failure(read());
  house.given.amazon.faults.next(4, 'reset', 'createRestrictedDataToken');
  const broken = await failure(read());
  house.given.account.roles.delete('direct-to-consumer-shipping');
  const named = await failure(getShipment({ shipmentId: '1' }, house.means));

  const tokens = new Set(house.requests.map(({ tokenValue }) => tokenValue));
  expect(tokens.size).toBeGreaterThan(2);
  for (const error of [refused, broken, named]) {
    const all = inspect(error, { depth: Infinity, showHidden: true }) + JSON.stringify(error);
    expect(error).toBeInstanceOf(Error);
    for (const token of tokens) expect(all).not.toContain(token);
    expect(all).not.toMatch(/Axios/);
  }
});
