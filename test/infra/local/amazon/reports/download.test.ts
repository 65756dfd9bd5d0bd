import { createHash } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { DownloadDamage } from '../../../../../infra/local/amazon/reports/report-switches.ts';
import {
  createReport,
  DOCUMENTS,
  download,
  downloadReport,
  FBA_RETURNS,
  findDocument,
  LISTINGS,
  makeReport,
  type ReportDocument,
  SHIPPING_ORDERS,
  toLines,
} from '../../../../support/amazon-reports.ts';
import { callAmazon } from '../../../../support/call-amazon.ts';
import { MINUTE, startTestAmazon } from '../../../../support/test-amazon.ts';

const md5 = (bytes: Buffer) => createHash('md5').update(bytes).digest();

describe('getReportDocument', () => {
  it('says where the document is, on this very server, and that it is zipped', async () => {
    await using given = await startTestAmazon({ listings: 3 });
    const report = await makeReport(given);

    const { status, body } = await findDocument(given, report);

    expect(status).toBe(200);
    expect(body).toEqual({
      reportDocumentId: report.reportDocumentId,
      url: expect.stringContaining(`${given.amazon.spApiEndpoint}/`),
      compressionAlgorithm: 'GZIP',
    });
  });

  it('knows nothing of a document that there is not, or not yet', async () => {
    await using given = await startTestAmazon({ listings: 3 });
    const { reportDocumentId } = await makeReport(given);
    const document = async () => (await callAmazon(given, `GET ${DOCUMENTS}/${reportDocumentId}`)).status;
    const found = await document();
    given.amazon.faults.reports.nextReports(1, 'done-without-document');
    const report = await makeReport(given);

    expect([found, (await findDocument(given, report)).status]).toEqual([200, 404]);
    expect((await callAmazon(given, `GET ${DOCUMENTS}/amzn1.spdoc.1.4.na.none`)).status).toBe(404);
  });

  it('is strict about its one parameter', async () => {
    await using given = await startTestAmazon({ listings: 3 });
    const { reportDocumentId } = await makeReport(given);
    const ask = async (query: Record<string, string>) =>
      (await callAmazon(given, `GET ${DOCUMENTS}/${reportDocumentId}`, { query })).status;

    expect(await ask({ enableContentEncodingUrlHeader: 'yes' })).toBe(400);
    expect(await ask({ contentEncoding: 'gzip' })).toBe(400);
    expect(await ask({ enableContentEncodingUrlHeader: 'false' })).toBe(200);
  });

  it('opens a restricted report to a restricted token only', async () => {
    await using given = await startTestAmazon({ orders: 26 });
    const report = await makeReport(given, { reportType: SHIPPING_ORDERS });
    const path = `${DOCUMENTS}/${report.reportDocumentId}` as const;
    const { body } = await callAmazon<{ restrictedDataToken: string }>(
      given,
      'POST /tokens/2021-03-01/restrictedDataToken',
      { body: { restrictedResources: [{ method: 'GET', path }] } },
    );

    const denied = await findDocument(given, report);
    const opened = await callAmazon<ReportDocument>(given, `GET ${path}`, { token: body.restrictedDataToken });

    expect([denied.status, denied.error?.details]).toEqual([403, '']);
    expect((await download(opened.body.url)).text).toContain('@marketplace.example.com');
  });

  it('is given fifteen times, then once a minute', async () => {
    await using given = await startTestAmazon({ listings: 3 });
    const report = await makeReport(given);
    for (let n = 0; n < 15; n += 1) await findDocument(given, report);

    expect((await findDocument(given, report)).status).toBe(429);
  });
});

describe('the URL', () => {
  it('opens the document without a single header of ours', async () => {
    await using given = await startTestAmazon({ listings: 3 });

    const { status, headers, bytes } = await downloadReport(given);

    expect(status).toBe(200);
    expect(toLines(gunzipSync(bytes).toString())).toHaveLength(4);
    expect(headers.get('content-length')).toBe(String(bytes.length));
    expect(headers.get('content-md5')).toBe(md5(bytes).toString('base64'));
    expect(headers.get('etag')).toBe(`"${md5(bytes).toString('hex')}"`);
    expect(headers.get('content-encoding')).toBe('identity');
    expect(given.amazon.requests.at(-1)).toEqual(
      expect.objectContaining({ operationId: 'downloadDocument', status: 200, sellerId: 'ATESTSELLER', query: {} }),
    );
  });

  it('is dead after five minutes; another is had for the asking', async () => {
    await using given = await startTestAmazon({ listings: 3 });
    const report = await makeReport(given);
    const { url } = (await findDocument(given, report)).body;

    given.pass(5 * MINUTE - 1);
    const inTime = await download(url);
    given.pass(1);
    const tooLate = await download(url);

    expect([inTime.status, tooLate.status]).toEqual([200, 403]);
    expect(tooLate.text).toContain('<Message>Request has expired</Message>');
    expect((await download((await findDocument(given, report)).body.url)).bytes).toEqual(inTime.bytes);
  });

  it.each([
    ['the token of SP-API', { 'x-amz-access-token': 'Atza|x' }, 403],
    ['the date of SP-API', { 'x-amz-date': '20260310T120000Z' }, 403],
    ['an authorization', { authorization: 'Bearer x' }, 400],
  ])('is broken by %s', async (_case, headers, status) => {
    await using given = await startTestAmazon({ listings: 3 });
    const { url } = (await findDocument(given, await makeReport(given))).body;

    expect((await download(url, headers)).status).toBe(status);
  });

  it.each([
    ['longer life', 'X-Amz-Expires', '9999'],
    ['another date', 'X-Amz-Date', '20260311T120000Z'],
    ['another signature', 'X-Amz-Signature', 'x'],
    ['another encoding', 'response-content-encoding', 'gzip'],
  ])('cannot be given %s', async (_case, parameter, value) => {
    await using given = await startTestAmazon({ listings: 3 });
    const url = new URL((await findDocument(given, await makeReport(given))).body.url);
    url.searchParams.set(parameter, value);

    const { status, text } = await download(url.href);

    expect(status).toBe(403);
    expect(text).toContain('SignatureDoesNotMatch');
  });

  it('is for reading', async () => {
    await using given = await startTestAmazon({ listings: 3 });
    const { url } = (await findDocument(given, await makeReport(given))).body;

    expect((await fetch(url, { method: 'PUT', body: 'x' })).status).toBe(403);
  });
});

describe('compression', () => {
  it('is announced as Content-Encoding where that was asked for, so that clients unzip by themselves', async () => {
    await using given = await startTestAmazon({ listings: 3 });
    const { reportDocumentId } = await makeReport(given);
    const { body } = await callAmazon<ReportDocument>(given, `GET ${DOCUMENTS}/${reportDocumentId}`, {
      query: { enableContentEncodingUrlHeader: 'true' },
    });

    const { headers, bytes } = await download(body.url);

    expect(headers.get('content-encoding')).toBe('gzip');
    expect(bytes.toString()).toContain('KETTLE-1L-STEEL');
  });

  it('can be left out, and is not announced then', async () => {
    await using given = await startTestAmazon({ listings: 3 });
    given.amazon.faults.reports.gzip = false;

    const { body } = await findDocument(given, await makeReport(given));

    expect(body).not.toHaveProperty('compressionAlgorithm');
    expect((await download(body.url)).bytes.toString()).toContain('KETTLE-1L-STEEL');
  });
});

/** A download with this damage, if it came to anything, and one without. */
async function damaged(damage: DownloadDamage) {
  await using given = await startTestAmazon({ listings: 60 });
  const { url } = (await findDocument(given, await makeReport(given))).body;
  given.amazon.faults.reports.slownessMs = 100;
  given.amazon.faults.reports.nextDownloads(1, damage, LISTINGS);
  given.amazon.faults.reports.nextDownloads(1, 'truncated', FBA_RETURNS);
  const sent = await download(url).catch(() => undefined);
  const logged = given.amazon.requests.at(-1);
  return { sent, logged, whole: await download(url) };
}

describe('a damaged download', () => {
  it('is truncated: half of it, of the right length, with the MD5 of the whole', async () => {
    const { sent, whole, logged } = await damaged('truncated');

    const half = whole.bytes.subarray(0, Math.floor(whole.bytes.length / 2));
    expect(sent).toMatchObject({ status: 200, bytes: half });
    expect(sent?.headers.get('content-length')).toBe(String(half.length));
    expect(sent?.headers.get('etag')).toBe(`"${md5(whole.bytes).toString('hex')}"`);
    expect(logged).toMatchObject({ operationId: 'downloadDocument', fault: 'truncated' });
  });

  it.each(['short', 'reset'] as const)('breaks off in the middle (%s)', async (damage) => {
    const { sent, whole } = await damaged(damage);

    expect(sent).toBeUndefined();
    expect(whole.status).toBe(200);
  });

  it('has one bit turned', async () => {
    const { sent, whole } = await damaged('bit-flip');

    const different = [...whole.bytes].filter((byte, index) => byte !== sent?.bytes[index]);
    expect(different).toHaveLength(1);
    expect(sent?.bytes.length).toBe(whole.bytes.length);
    expect(sent?.text).toBe('');
    expect(sent?.headers.get('etag')).toBe(whole.headers.get('etag'));
  });

  it('is plain text although it was to be zipped', async () => {
    const { sent, whole } = await damaged('uncompressed');

    expect(sent?.bytes).toEqual(gunzipSync(whole.bytes));
  });

  it('has the MD5 of something else', async () => {
    const { sent, whole } = await damaged('wrong-md5');

    const told = sent?.headers.get('content-md5') ?? '';
    expect(sent?.bytes).toEqual(whole.bytes);
    expect(told).toMatch(/^[\w+/]{22}==$/);
    expect(told).not.toBe(md5(whole.bytes).toString('base64'));
    expect(sent?.headers.get('etag')).toBe(`"${Buffer.from(told, 'base64').toString('hex')}"`);
  });

  it.each([
    ['etag-of-parts', /^"[0-9a-f]{32}-3"$/, null, null],
    ['etag-of-kms', /^"[0-9a-f]{32}"$/, 'aws:kms', null],
    ['etag-of-customer-key', /^"[0-9a-f]{32}"$/, null, 'AES256'],
    ['etag-of-nothing', /^"[0-9a-f]{32}"$/, null, null],
  ] as const)('has an ETag that is no MD5: %s', async (damage, etag, encryption, customerKey) => {
    const { sent, whole } = await damaged(damage);

    expect(sent?.bytes).toEqual(whole.bytes);
    expect(sent?.headers.get('etag')).toMatch(etag);
    expect(sent?.headers.get('etag')).not.toContain(md5(whole.bytes).toString('hex'));
    expect(sent?.headers.get('content-md5')).toBeNull();
    expect(sent?.headers.get('x-amz-server-side-encryption')).toBe(encryption);
    expect(sent?.headers.get('x-amz-server-side-encryption-customer-algorithm')).toBe(customerKey);
  });

  it('takes its time', async () => {
    const start = performance.now();
    const { sent, whole } = await damaged('slow');

    expect(performance.now() - start).toBeGreaterThan(100);
    expect(sent).toMatchObject({ status: 200, bytes: whole.bytes });
  });

  it.each([
    ['expired', 403],
    ['unavailable', 503],
  ] as const)('is none: %s', async (damage, status) => {
    const { sent, whole } = await damaged(damage);

    expect(sent).toMatchObject({ status });
    expect(whole.status).toBe(200);
  });

  it('is one of as many as were ordered', async () => {
    await using given = await startTestAmazon({ listings: 60 });
    given.amazon.faults.reports.nextDownloads(2, 'expired');
    const { url } = (await findDocument(given, await makeReport(given))).body;

    const statuses = [await download(url), await download(url), await download(url)].map(({ status }) => status);

    expect(statuses).toEqual([403, 403, 200]);
  });
});

it('can say nothing of its MD5 at all', async () => {
  await using given = await startTestAmazon({ listings: 3 });
  given.amazon.faults.reports.checksums = false;

  const { headers } = await downloadReport(given);

  expect(headers.get('content-md5')).toBeNull();
  expect(headers.get('etag')).toMatch(/-3"$/);
});

it('sends what takes long to make, without holding it', async () => {
  await using given = await startTestAmazon({ listings: 20_000 });
  await createReport(given);
  const before = process.memoryUsage().rss;

  const { bytes, text } = await downloadReport(given);

  expect(toLines(text)).toHaveLength(20_001);
  expect(bytes.length).toBeGreaterThan(500_000);
  // What is left is mostly the text in this test's own hands.
  expect(process.memoryUsage().rss - before).toBeLessThan(200_000_000);
});
