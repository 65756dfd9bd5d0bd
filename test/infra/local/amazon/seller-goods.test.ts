import { describe, expect, it } from 'vitest';
import { DatedMap } from '../../../../infra/local/amazon/dated-map.ts';
import { demoApplication, demoSeller } from '../../../../infra/local/amazon/demo-seller.ts';
import { startSimulatedAmazon } from '../../../../infra/local/amazon/simulated-amazon.ts';
import { startTestAmazon } from '../../../support/test-amazon.ts';

describe('what an account sells', () => {
  it('begins with as many products as were ordered, in every marketplace, two of three of them at Amazon’s', async () => {
    await using given = await startTestAmazon({ listings: 60 });

    const [home, abroad] = given.account.marketplaceIds.map((id) => given.account.listListings(id));

    expect(home).toHaveLength(60);
    expect(abroad?.map(({ sellerSku }) => sellerSku)).toEqual(home?.map(({ sellerSku }) => sellerSku));
    expect(given.account.listStock()).toHaveLength(40);
    expect(new Set(home?.map(({ sellerSku }) => sellerSku)).size).toBe(60);
  });

  it('is the same for the same seed, on the same day', async () => {
    await using one = await startTestAmazon({ listings: 60, fbaReturns: 9, merchantReturns: 9, orders: 40 });
    await using other = await startTestAmazon({ listings: 60, fbaReturns: 9, merchantReturns: 9, orders: 40 });
    await using another = await startTestAmazon({ listings: 60 }, { seed: 'other' });

    expect(one.account.listListings()).toEqual(other.account.listListings());
    expect(one.account.listStock()).toEqual(other.account.listStock());
    expect(one.account.listFbaReturns()).toEqual(other.account.listFbaReturns());
    expect(one.account.listMerchantReturns()).toEqual(other.account.listMerchantReturns());
    expect(one.account.listStock()).not.toEqual(another.account.listStock());
  });

  it('can be added to, changed and taken away, the invented and the added alike', async () => {
    await using given = await startTestAmazon({ listings: 20 });
    const { account } = given;
    const added = account.addListing({ sellerSku: 'ADDED', fulfillmentChannel: 'AMAZON_NA', itemName: 'Added' });
    account.changeListing('MUG-BLUE-2-13', { status: 'Inactive' });
    account.changeListing('ADDED', { price: '2.50' });
    account.removeListing('MUG-BLUE-2');

    expect(account.findListing('ADDED')).toEqual({ ...added, price: '2.50' });
    expect(account.findListing('MUG-BLUE-2-13')).toMatchObject({ status: 'Inactive', asin: 'B0AZ000012' });
    expect(account.findListing('MUG-BLUE-2')).toBeUndefined();
    expect(account.listListings()).toHaveLength(20);
    account.removeListing('ADDED');
    expect(account.listListings()).toHaveLength(19);
    expect(() => account.changeListing('NOTHING', {})).toThrow('no listing NOTHING');
  });

  it('has stock that is set piece by piece, with the time of each change', async () => {
    await using given = await startTestAmazon({ listings: 3 });
    const before = given.account.findStock('KETTLE-1L-STEEL');
    given.pass(1000);

    const inbound = given.account.setStock('KETTLE-1L-STEEL', { inboundShipped: 5 });
    given.pass(1000);
    const sold = given.account.setStock('KETTLE-1L-STEEL', { fulfillable: 0, inboundShipped: 6 });
    const fresh = given.account.setStock('NEW', { inboundWorking: 1 });

    expect(inbound.noticedTime).toBe(before?.noticedTime);
    expect(inbound.lastUpdatedTime).toBe('2026-03-10T12:00:01.000Z');
    expect(sold.quantities).toEqual({ ...before?.quantities, fulfillable: 0, inboundShipped: 6 });
    expect(sold.noticedTime).toBe('2026-03-10T12:00:02.000Z');
    expect(fresh).toMatchObject({ noticedTime: '2026-03-10T12:00:02.000Z', quantities: { fulfillable: 0 } });
  });
});

it('has returns that can be added, changed and taken away', async () => {
  await using given = await startTestAmazon({ fbaReturns: 2, merchantReturns: 2 });
  const { account } = given;
  const fba = account.addFbaReturn({ quantity: 3 });
  const merchant = account.addMerchantReturn({ orderId: '111-1111111-1111111' });

  account.changeFbaReturn(fba.licensePlateNumber, { status: 'Reimbursed' });
  account.changeMerchantReturn(merchant.amazonRmaId, { returnRequestStatus: 'Closed' });
  account.removeFbaReturn(account.listFbaReturns()[0]?.licensePlateNumber ?? '');
  account.removeMerchantReturn(account.listMerchantReturns()[0]?.amazonRmaId ?? '');

  expect(account.listFbaReturns()).toHaveLength(2);
  expect(account.listFbaReturns()[1]).toEqual({ ...fba, status: 'Reimbursed' });
  expect(account.listMerchantReturns()).toHaveLength(2);
  expect(account.listMerchantReturns()[1]).toEqual({ ...merchant, returnRequestStatus: 'Closed' });
  expect(fba.returnDate).toBe('2026-03-10T12:00:00.000Z');
  expect(() => account.changeFbaReturn('LPN', {})).toThrow('no return LPN');
});

it('is shown by the demo account: sixty listings with stock, and returns of both kinds', async () => {
  const amazon = await startSimulatedAmazon({
    sellers: [demoSeller],
    applications: [demoApplication],
    now: () => new Date('2026-03-10T03:00:00Z'),
  });
  const account = amazon.account(demoSeller.sellerId);

  expect(account.marketplaceIds.flatMap((id) => account.listListings(id))).toHaveLength(60);
  expect(account.marketplaceIds.flatMap((id) => account.listStock(id)).length).toBeGreaterThan(30);
  expect(account.listFbaReturns().length).toBeGreaterThan(5);
  expect(account.listMerchantReturns().length).toBeGreaterThan(5);
  const orderIds = new Set(account.listOrders().map(({ orderId }) => orderId));
  expect(account.listFbaReturns().filter((each) => !orderIds.has(each.orderId))).toEqual([]);
  expect(account.listMerchantReturns().filter((each) => !orderIds.has(each.orderId))).toEqual([]);
  await amazon.stop();
});

describe('a dated map', () => {
  it('knows what was there', () => {
    const map = new DatedMap<string>();
    map.set('a', 'one', 10);
    map.set('b', 'two', 20);
    map.set('a', undefined, 30);

    const seen = [9, 10, 20, 30].map((ms) => [...map.values(map.markAt(ms))]);

    expect(seen).toEqual([[], ['one'], ['one', 'two'], ['two']]);
    expect([...map.values()]).toEqual(['two']);
    expect(map.find('b', map.markAt(19))).toBeUndefined();
  });

  it('is not changed at a mark by what the same moment still brings', () => {
    const map = new DatedMap<string>();
    map.set('a', 'one', 10);
    const mark = map.markAt(10);

    map.set('a', 'two', 10);

    expect([...map.values(mark)]).toEqual(['one']);
    expect([...map.values(map.markAt(10))]).toEqual(['two']);
  });
});
