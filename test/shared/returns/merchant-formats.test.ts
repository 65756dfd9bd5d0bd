import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Shop } from '../../../shared/shops/shop.ts';
import { sameStory } from '../../support/report-crashes.ts';
import { startReturnsHouse } from '../../support/report-houses.ts';
import type { SyncHouse } from '../../support/sync-house.ts';

let house: SyncHouse;
beforeAll(async () => {
  house = await startReturnsHouse();
});
afterAll(() => house.stop());

/** The merchant returns of one seller, as the table holds them, read in one format or the other. */
async function readAs(merchantReport: NonNullable<Shop['returns']>['merchantReport']) {
  const story = await sameStory(house, { listings: 3, merchantReturns: 4 });
  await story.shops.saveSettings({ ...story.shop, ...(merchantReport && { returns: { merchantReport } }) });
  story.account.addMerchantReturn({
    amazonRmaId: 'RMA1',
    returnRequestDate: '2026-11-19T15:04:05.000Z',
    returnDeliveryDate: '2026-11-20T09:00:00.000Z',
    aToZClaim: true,
  });
  const run = await story.run();
  const asked = (await story.rows('reports')).map(({ reportKey }) => String(reportKey).split('#')[0]);
  const records = (await story.batches()).flatMap((batch) => batch.records);
  return { run, asked, buyers: await story.rows('buyers'), records: records.sort(byKey) };
}

const byKey = (one: Record<string, unknown>, other: Record<string, unknown>) =>
  String(one.key).localeCompare(String(other.key));

/** What only one of the formats tells, and days where the other tells moments. */
const asBothTell = ({
  merchantRmaId: _,
  invoiceNumber: __,
  returnDeliveryDate: ___,
  ...record
}: Record<string, unknown>) => ({
  ...record,
  orderDate: String(record.orderDate).slice(0, 10),
  returnRequestDate: String(record.returnRequestDate).slice(0, 10),
});

it('takes the same returns from the merchant’s XML and from the flat file, under the same keys and names', async () => {
  const [xml, flat] = [await readAs(undefined), await readAs('FLAT_FILE')];

  expect(xml.asked).toContain('GET_XML_RETURNS_DATA_BY_RETURN_DATE');
  expect(flat.asked).toContain('GET_FLAT_FILE_RETURNS_DATA_BY_RETURN_DATE');
  expect([xml.run.stored, flat.run.stored, flat.run.quarantined]).toEqual([xml.records.length, xml.records.length, 0]);
  expect(flat.records.map(asBothTell)).toEqual(xml.records.map(asBothTell));
  expect(xml.records.length).toBeGreaterThan(3);
  expect(flat.records.find(({ amazonRmaId }) => amazonRmaId === 'RMA1')).toMatchObject({
    aToZClaim: 'Y',
    returnReasonCode: expect.any(String),
    returnRequestDate: '2026-11-19',
    returnDeliveryDate: '2026-11-20',
  });
  expect([xml.buyers, flat.buyers]).toEqual([[], []]);
});

it('takes XML where the shop says so', async () => {
  expect((await readAs('XML')).asked).toContain('GET_XML_RETURNS_DATA_BY_RETURN_DATE');
});
