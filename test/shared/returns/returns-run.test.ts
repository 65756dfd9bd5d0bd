import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDocumentClient } from '../../../shared/aws/document-client.ts';
import { startReturnsHouse } from '../../support/report-houses.ts';
import type { SyncHouse, SyncStory } from '../../support/sync-house.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const FBA = 'GET_FBA_FULFILLMENT_CUSTOMER_RETURNS_DATA';
const MERCHANT = 'GET_XML_RETURNS_DATA_BY_RETURN_DATE';

let house: SyncHouse;
beforeAll(async () => {
  house = await startReturnsHouse();
});
afterAll(() => house.stop());

const iso = (time: number) => new Date(time).toISOString();
/** One of the merchant returns has two items: thirteen records. */
const withReturns = { orders: 40, listings: 10, fbaReturns: 7, merchantReturns: 5 };
const created = ({ amazon }: SyncStory) => amazon.requests.filter(({ operationId }) => operationId === 'createReport');
const reportTypes = (story: SyncStory) =>
  story.rows('reports').then((rows) => rows.map(({ reportKey }) => String(reportKey).split('#')[0]));

/** The bucket does what it does after 90 days. */
async function forgetDocuments(story: SyncStory, reportType: string) {
  const client = createDocumentClient(house.dynamo.client);
  for (const { shopId, reportKey } of await story.rows('reports')) {
    if (!String(reportKey).startsWith(`${reportType}#`)) continue;
    await client.send(
      new UpdateCommand({
        TableName: 'reports',
        Key: { shopId, reportKey },
        UpdateExpression: 'SET fetchedAt = :longAgo',
        ExpressionAttributeValues: { ':longAgo': '2020-01-01T00:00:00.000Z' },
      }),
    );
  }
}

describe('a run of returns', () => {
  it('reads both sources, stores each return once, and hands them on in one shape', async () => {
    const story = await house.story({ seller: withReturns, speed: 1 });

    const run = await story.run();

    expect(run).toMatchObject({ outcome: 'succeeded', read: 13, stored: 13, quarantined: 0 });
    const records = (await story.batches()).flatMap((batch) => batch.records);
    const fba = records.find(({ source }) => source === 'FBA');
    const merchant = records.find(({ source }) => source === 'MERCHANT');
    expect(fba).toMatchObject({
      version: 1,
      key: expect.stringMatching(/^FBA#/),
      orderId: expect.any(String),
      licensePlateNumber: expect.any(String),
      productName: expect.any(String),
    });
    expect(merchant).toMatchObject({
      version: 1,
      key: expect.stringMatching(/^MERCHANT#/),
      orderId: expect.any(String),
      amazonRmaId: expect.any(String),
    });
    expect((await story.schedule()).nextStartTime).toBe(`${run.endTime.slice(0, 19)}.000Z`);
  });

  it('writes what customers say to the buyers table and nowhere else', async () => {
    const story = await house.story({ seller: { orders: 5 }, speed: 1 });
    story.account.addFbaReturn({ customerComments: 'canary-comment', returnDate: iso(story.clock.now - DAY_MS) });

    const run = await story.run();

    expect(JSON.stringify(await story.rows('buyers'))).toContain('canary-comment');
    const elsewhere = [
      await story.rows('returns'),
      run,
      await story.batches(),
      await story.schedule(),
      story.logged,
      story.executions,
    ];
    expect(JSON.stringify(elsewhere)).not.toContain('canary');
  });

  it('sees that a return has changed, writes that one, and no other', async () => {
    const story = await house.story({ seller: withReturns, speed: 1 });
    await story.run();
    await story.batches();
    const [first] = story.account.listFbaReturns();
    story.clock.advance(7 * HOUR_MS);
    story.account.changeFbaReturn(first?.licensePlateNumber ?? '', { status: 'Checked again' });

    const run = await story.run();

    expect(run).toMatchObject({ outcome: 'succeeded', stored: 1 });
    expect((await story.batches()).flatMap(({ records }) => records)).toMatchObject([
      { status: 'Checked again', version: 2 },
    ]);
  });

  it('splits a long window at 60 days without gap or overlap, and asks one FBA report per cool-down', async () => {
    const cursor = iso(Date.now() - DAY_MS);
    const story = await house.story({ seller: withReturns, speed: 1, cursor });
    const startTime = iso(story.clock.now - 150 * DAY_MS);

    const run = await story.run({ startTime });

    expect(run).toMatchObject({ outcome: 'succeeded', lane: 'backfill' });
    const windows = (await story.rows('reports'))
      .map(({ reportKey }) => String(reportKey).split('#'))
      .filter(([type]) => type === MERCHANT)
      .map(([, , from, to]) => [from, to] as const)
      .sort(([one = ''], [other = '']) => one.localeCompare(other));
    expect(windows).toHaveLength(3);
    expect(windows.slice(1).map(([from]) => from)).toEqual(windows.slice(0, -1).map(([, to]) => to));
    const fba = created(story).filter(({ status }) => status === 202);
    // One window holds no return of the merchant's: CANCELLED right after the window before it is not believed at once.
    expect(fba.length).toBe(7);
    expect((await story.rows('returns')).length).toBe(13);
  });

  it('takes CANCELLED for "no data" where nobody had asked, and says so', async () => {
    const story = await house.story({ speed: 1 });

    const run = await story.run();

    expect(run).toMatchObject({ outcome: 'succeeded', read: 0 });
    expect(run.notes.filter((note) => note.startsWith('No data'))).toHaveLength(2);
  });

  it('keeps the window open where another application had just asked, and skips with the time', async () => {
    const story = await house.story({ seller: withReturns, speed: 1 });
    story.account.requestReportElsewhere({ reportType: FBA });
    story.clock.advance(HOUR_MS);

    const run = await story.run();

    expect(run.outcome).toBe('skipped');
    expect(run.notes.join()).toMatch(new RegExp(`${FBA} be asked for again at 20`));
    expect((await story.rows('returns')).every(({ returnKey }) => String(returnKey).startsWith('MERCHANT'))).toBe(true);
    const { nextStartTime = '' } = await story.schedule();
    expect(nextStartTime <= run.startTime).toBe(true);
  });

  it('does not take CANCELLED for "no data" when another had asked inside the cool-down before', async () => {
    const story = await house.story({ seller: withReturns, speed: 1 });
    story.amazon.faults.reports.nextReports(1, 'cancelled', FBA);
    await story.start();
    // It shows only now: we had asked without knowing of it.
    story.account.requestReportElsewhere({ reportType: FBA, at: new Date(story.clock.now - HOUR_MS) });

    await story.carryOn();

    const run = await story.newestRun();
    expect(run.outcome).toBe('skipped');
    expect(run.notes.join()).not.toContain('No data: Amazon has no FBA');
    expect(run.notes.join()).toContain(`Amazon lets ${FBA} be asked for again`);
  });

  it('adopts a running report for the exact window instead of asking again', async () => {
    const story = await house.story({ seller: withReturns, speed: 1 });
    // The merchant's windows begin with a day.
    const dataStartTime = new Date(Math.floor(story.clock.now / DAY_MS - 10) * DAY_MS);
    const dataEndTime = new Date(Math.floor((story.clock.now - 180_000) / 1000) * 1000);
    story.account.requestReportElsewhere({ reportType: MERCHANT, dataStartTime, dataEndTime });

    const run = await story.run({ startTime: dataStartTime.toISOString() });

    expect(run.outcome).toBe('succeeded');
    expect(created(story)).toHaveLength(1);
    expect(run.notes.join()).toContain('adopted');
  });

  it('fails with Amazon’s own words when a report ends FATAL, and asks anew the next time', async () => {
    const story = await house.story({ seller: withReturns, speed: 1 });
    story.amazon.faults.reports.nextReports(1, 'fatal', MERCHANT);

    const failed = await story.run();
    story.clock.advance(7 * HOUR_MS);
    const next = await story.run();

    expect(failed).toMatchObject({
      outcome: 'failed',
      error: { name: 'ReportFatalError', message: expect.stringMatching(/ended FATAL: Error in report request/) },
    });
    expect(next.outcome).toBe('succeeded');
    expect(await story.rows('returns')).toHaveLength(13);
  });

  it.each(['bit-flip', 'expired'] as const)('fetches a document again that arrives %s', async (damage) => {
    const story = await house.story({ seller: withReturns, speed: 1 });
    story.amazon.faults.reports.nextDownloads(1, damage, FBA);

    expect(await story.run()).toMatchObject({ outcome: 'succeeded', stored: 13 });
  });

  it('fails after three damaged downloads and stores nothing of them', async () => {
    const story = await house.story({ seller: withReturns, speed: 1 });
    story.amazon.faults.reports.nextDownloads(3, 'bit-flip', FBA);

    const run = await story.run();

    expect(run).toMatchObject({ outcome: 'failed', error: { name: 'DocumentDamagedError' } });
    expect((await story.rows('returns')).some(({ returnKey }) => String(returnKey).startsWith('FBA'))).toBe(false);
  });

  it('sets a row aside that does not fit, names its line, and goes on', async () => {
    const story = await house.story({ seller: withReturns, speed: 1 });
    story.amazon.faults.reports.oddDocuments.push({ kind: 'too-many-fields', reportType: FBA });

    const run = await story.run();

    expect(run).toMatchObject({ outcome: 'succeeded', read: 13, stored: 12, quarantined: 1 });
    expect(run.notes.join()).toMatch(/Line 2 of report \d+ lies in quarantine \(.+\): quarantine\/returns\//);
  });

  it('fails on a header that nobody knows, names it and the document, and stores nothing from it', async () => {
    const story = await house.story({ seller: withReturns, speed: 1 });
    story.amazon.faults.reports.oddDocuments.push({ kind: 'unknown-header', reportType: FBA });

    const run = await story.run();

    expect(run).toMatchObject({
      outcome: 'failed',
      error: { name: 'UnknownHeaderError', message: expect.stringMatching(/kept as reports\/.+\/\d+/) },
    });
    expect((await reportTypes(story)).includes(FBA)).toBe(true);
  });

  it('passes over a report of the same window with the same bytes, and says so', async () => {
    const story = await house.story({ seller: withReturns, speed: 1, cursor: iso(Date.now() - DAY_MS) });
    const [began, startTime] = [story.clock.now, iso(story.clock.now - 50 * DAY_MS)];
    const first = await story.run({ startTime });
    await forgetDocuments(story, MERCHANT);
    // The same window again, to the millisecond. To Amazon the first report is one of the future.
    story.clock.now = began;
    story.amazon.faults.reports.coolDowns = false;

    const again = await story.run({ startTime });

    expect(created(story)).toHaveLength(3);
    expect(first.read).toBeGreaterThan(0);
    expect(again).toMatchObject({ outcome: 'succeeded', read: 0, stored: 0, endTime: first.endTime });
    const passedOver = again.notes.filter((note) => note.includes('byte for byte'));
    expect(passedOver).toEqual([expect.stringMatching(/^Report \d+ \(MERCHANT returns from .+\) is byte for byte/)]);
  });

  it('makes no second report when it died after asking for the first', async () => {
    const story = await house.story({ seller: withReturns, speed: 1 });
    story.amazon.faults.next(1, 'lost-answer', 'createReport');

    const run = await story.run();

    expect(run.outcome).toBe('succeeded');
    expect(created(story)).toHaveLength(2);
    expect(await story.rows('returns')).toHaveLength(13);
  });
});
