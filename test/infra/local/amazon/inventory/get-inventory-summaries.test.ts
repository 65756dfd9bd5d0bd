import type { GetInventorySummariesResponse, InventorySummary } from '@sp-api-sdk/fba-inventory-api-v1';
import { describe, expect, it } from 'vitest';
import { NO_STOCK } from '../../../../../infra/local/amazon/inventory/stock.ts';
import { callAmazon } from '../../../../support/call-amazon.ts';
import { DAY, HOUR, startTestAmazon, type TestAmazon } from '../../../../support/test-amazon.ts';

const US = 'ATVPDKIKX0DER';
const SUMMARIES = '/fba/inventory/v1/summaries';
const here = { granularityType: 'Marketplace', granularityId: US, marketplaceIds: US };

const getSummaries = (given: TestAmazon, query: Record<string, string> = {}) =>
  callAmazon<GetInventorySummariesResponse>(given, `GET ${SUMMARIES}`, { query: { ...here, ...query } });

const skusOf = ({ payload }: GetInventorySummariesResponse) =>
  payload?.inventorySummaries.map(({ sellerSku }) => sellerSku) ?? [];

describe('the parameters', () => {
  it.each([
    ['another granularity', { granularityType: 'Region' }],
    ['another marketplace than its granularity', { granularityId: 'A2EUQ1WTGCTBG2' }],
    ['two marketplaces', { marketplaceIds: `${US},A2EUQ1WTGCTBG2` }],
    ['a marketplace that is none', { granularityId: 'NOWHERE', marketplaceIds: 'NOWHERE' }],
    ['details that are neither', { details: 'yes' }],
    ['a date without a time', { startDateTime: '2026-03-01' }],
    ['a start of more than 18 months ago', { startDateTime: '2024-09-10T11:59:59Z' }],
    ['51 SKUs', { sellerSkus: Array.from({ length: 51 }, (_, n) => `SKU-${n}`).join(',') }],
    ['a page size', { pageSize: '10' }],
    ['a token that Amazon never gave', { nextToken: 'e30.x' }],
  ])('are refused with %s', async (_case, query) => {
    await using given = await startTestAmazon({ listings: 3 });

    const { status, error } = await getSummaries(given, query);

    expect([status, error?.code]).toEqual([400, 'InvalidInput']);
  });

  it.each(['granularityType', 'granularityId', 'marketplaceIds'])('are refused without %s', async (name) => {
    await using given = await startTestAmazon({ listings: 3 });
    const query = Object.fromEntries(Object.entries(here).filter(([each]) => each !== name));

    expect((await callAmazon(given, `GET ${SUMMARIES}`, { query })).status).toBe(400);
  });

  it('are denied for a marketplace of somebody else, and without the role', async () => {
    await using given = await startTestAmazon({ roles: ['inventory-and-order-tracking'] });
    await using abroad = await startTestAmazon({ marketplaceIds: ['A2EUQ1WTGCTBG2'] });

    expect([(await getSummaries(given)).status, (await getSummaries(abroad)).status]).toEqual([403, 403]);
  });

  it('choose by time before SKUs, by SKUs before one SKU', async () => {
    await using given = await startTestAmazon({ listings: 12 });
    given.account.setStock('MUG-BLUE-2', { fulfillable: 1 });
    const [startDateTime, sellerSkus, sellerSku] = ['2026-03-10T12:00:00Z', 'KETTLE-1L-STEEL,NONE', 'TOWEL-100x150'];

    const byTime = await getSummaries(given, { startDateTime, sellerSkus, sellerSku });
    const bySkus = await getSummaries(given, { sellerSkus, sellerSku });
    given.pass(HOUR / 2);
    const bySku = await getSummaries(given, { sellerSku });

    expect([byTime, bySkus, bySku].map(({ body }) => skusOf(body))).toEqual([
      ['MUG-BLUE-2'],
      ['KETTLE-1L-STEEL'],
      ['TOWEL-100x150'],
    ]);
  });
});

describe('a summary', () => {
  it('adds everything up, and says where it is only when asked', async () => {
    await using given = await startTestAmazon({ listings: 3 });
    given.account.setStock('KETTLE-1L-STEEL', { fulfillable: 7, inboundShipped: 5, defective: 2, fcProcessing: 1 });
    const summary = async (query: Record<string, string>): Promise<InventorySummary | undefined> =>
      (await getSummaries(given, query)).body.payload?.inventorySummaries[0];

    const short = await summary({});
    const long = await summary({ details: 'true' });

    const { inventoryDetails: details, ...rest } = long ?? {};
    expect(short).toEqual(rest);
    expect(long).toMatchObject({
      sellerSku: 'KETTLE-1L-STEEL',
      asin: 'B0AZI00001',
      lastUpdatedTime: '2026-03-10T12:00:00Z',
      inventoryDetails: { fulfillableQuantity: 7, inboundShippedQuantity: 5 },
    });
    expect(long?.totalQuantity).toBe(
      (details?.fulfillableQuantity ?? 0) +
        (details?.inboundWorkingQuantity ?? 0) +
        (details?.inboundShippedQuantity ?? 0) +
        (details?.inboundReceivingQuantity ?? 0) +
        (details?.reservedQuantity?.totalReservedQuantity ?? 0) +
        (details?.researchingQuantity?.totalResearchingQuantity ?? 0) +
        (details?.unfulfillableQuantity?.totalUnfulfillableQuantity ?? 0),
    );
  });

  it('leaves no unit out', async () => {
    await using given = await startTestAmazon();
    const kinds = Object.keys(NO_STOCK);
    given.account.setStock('A', Object.fromEntries(kinds.map((kind, index) => [kind, 2 ** index])));

    const { body } = await getSummaries(given, { details: 'true' });

    const numbers = JSON.stringify(body.payload?.inventorySummaries[0]?.inventoryDetails).match(/\d+/g)?.map(Number);
    expect(numbers).toEqual(expect.arrayContaining(kinds.map((_, index) => 2 ** index)));
    expect(body.payload?.inventorySummaries[0]?.totalQuantity).toBe(2 ** kinds.length - 1);
  });

  it('is there for what Amazon fulfils, in each marketplace its own', async () => {
    await using given = await startTestAmazon({ listings: 3 });
    given.account.setStock('ELSEWHERE', { fulfillable: 1 }, 'A2EUQ1WTGCTBG2');

    const { body } = await getSummaries(given);

    expect(skusOf(body)).toEqual(['KETTLE-1L-STEEL', 'MUG-BLUE-2']);
    expect(body.payload?.granularity).toEqual({ granularityType: 'Marketplace', granularityId: US });
    expect(body).not.toHaveProperty('pagination');
  });

  it('stays when the listing goes, and goes when the stock does', async () => {
    await using given = await startTestAmazon({ listings: 3 });
    given.account.removeListing('KETTLE-1L-STEEL');
    given.account.removeStock('MUG-BLUE-2');

    expect(skusOf((await getSummaries(given)).body)).toEqual(['KETTLE-1L-STEEL']);
  });

  it('may share its FNSKU with another SKU', async () => {
    await using given = await startTestAmazon({ listings: 20 });

    const summaries = (await getSummaries(given)).body.payload?.inventorySummaries ?? [];

    expect(new Set(summaries.map(({ fnSku }) => fnSku)).size).toBe(summaries.length - 1);
    expect(new Set(summaries.map(({ sellerSku }) => sellerSku)).size).toBe(summaries.length);
  });
});

describe('changes since a time', () => {
  it('are found from that moment on, but for changes of what is inbound', async () => {
    await using given = await startTestAmazon({ listings: 12 });
    given.account.setStock('KETTLE-1L-STEEL', { inboundWorking: 99, inboundShipped: 99, inboundReceiving: 99 });
    given.account.setStock('MUG-BLUE-2', { fulfillable: 3, inboundShipped: 4 });

    const { body } = await getSummaries(given, { startDateTime: '2026-03-10T12:00:00Z' });
    const all = await getSummaries(given, { details: 'true' });

    expect(skusOf(body)).toEqual(['MUG-BLUE-2']);
    expect(all.body.payload?.inventorySummaries[0]).toMatchObject({
      lastUpdatedTime: '2026-03-10T12:00:00Z',
      inventoryDetails: { inboundShippedQuantity: 99 },
    });
  });

  it('may be asked for as of 18 months ago', async () => {
    await using given = await startTestAmazon({ listings: 3 });

    expect((await getSummaries(given, { startDateTime: '2024-09-10T12:00:00Z' })).status).toBe(200);
  });
});

const readAll = async (given: TestAmazon, query: Record<string, string>) => {
  const pages: (string | undefined)[][] = [];
  let nextToken: string | undefined;
  do {
    const { body } = await getSummaries(given, { ...query, ...(nextToken && { nextToken }) });
    pages.push(skusOf(body));
    nextToken = body.pagination?.nextToken;
    given.pass(1000);
  } while (nextToken !== undefined);
  return pages;
};

describe('the pages', () => {
  it('hold fifty each, and everything once', async () => {
    await using given = await startTestAmazon({ listings: 180 });
    given.account.setStock('LATER', { fulfillable: 1 });

    const pages = await readAll(given, {});

    expect(pages.map((page) => page.length)).toEqual([50, 50, 21]);
    expect(pages.flat()).toEqual(given.account.listStock().map(({ sellerSku }) => sellerSku));
  });

  it('follow a start when it comes with the token, and only then', async () => {
    await using given = await startTestAmazon({ listings: 180 });
    const startDateTime = '2025-01-01T00:00:00Z';
    const { body } = await getSummaries(given, { startDateTime });
    const nextToken = body.pagination?.nextToken ?? '';
    given.pass(1000);

    const without = await getSummaries(given, { nextToken });
    const another = await getSummaries(given, { nextToken, startDateTime: '2025-01-02T00:00:00Z' });
    given.pass(1000);
    const right = await getSummaries(given, { nextToken, startDateTime });

    expect([without.status, another.status, right.status]).toEqual([400, 400, 200]);
  });

  it('are gone thirty seconds after they were offered', async () => {
    await using given = await startTestAmazon({ listings: 180 });
    const { body } = await getSummaries(given);
    const nextToken = body.pagination?.nextToken ?? '';

    given.pass(29_999);
    const inTime = await getSummaries(given, { nextToken });
    given.pass(1);
    const { status, error } = await getSummaries(given, { nextToken });

    expect(inTime.status).toBe(200);
    expect([status, error?.code, error?.message]).toEqual([400, 'InvalidInput', expect.stringContaining('expired')]);
  });

  it('can end earlier, by switches', async () => {
    await using given = await startTestAmazon({ listings: 180 });
    given.amazon.faults.inventory.pageSize = 10;
    given.amazon.faults.inventory.tokenLifetimeMs = 5;
    const { body } = await getSummaries(given);
    const inTime = await getSummaries(given, { nextToken: body.pagination?.nextToken ?? '' });
    given.pass(1000);

    expect(skusOf(body)).toHaveLength(10);
    expect((await getSummaries(given, { nextToken: inTime.body.pagination?.nextToken ?? '' })).status).toBe(400);
    given.amazon.faults.inventory.tokenLifetimeMs = DAY;
    given.amazon.faults.expirePageTokens();
    expect((await getSummaries(given, { nextToken: inTime.body.pagination?.nextToken ?? '' })).status).toBe(400);
  });

  it('lose nothing when stock already read goes', async () => {
    await using given = await startTestAmazon({ listings: 180 });
    const { body } = await getSummaries(given);
    given.account.removeStock('KETTLE-1L-STEEL');

    const { body: second } = await getSummaries(given, { nextToken: body.pagination?.nextToken ?? '' });

    expect([...skusOf(body), ...skusOf(second)]).toEqual(
      ['KETTLE-1L-STEEL', ...given.account.listStock().map(({ sellerSku }) => sellerSku)].slice(0, 100),
    );
  });

  it('come two a second', async () => {
    await using given = await startTestAmazon({ listings: 3 });
    const statuses = [];
    for (let n = 0; n < 3; n += 1) statuses.push((await getSummaries(given)).status);
    given.pass(500);

    expect([...statuses, (await getSummaries(given)).status]).toEqual([200, 200, 429, 200]);
  });
});

it('can answer 200 with errors beside a payload of nothing', async () => {
  await using given = await startTestAmazon({ listings: 3 });
  given.amazon.faults.inventory.errorsBesidePayload = true;

  const { status, body } = await getSummaries(given);

  expect(status).toBe(200);
  expect(skusOf(body)).toEqual([]);
  expect(body.errors).toHaveLength(1);
});
