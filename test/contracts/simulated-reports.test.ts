import { ReportsApi } from '@sp-api-sdk/reports-api-2021-06-30';
import { describe, expect, it, vi } from 'vitest';
import type { ReportFate } from '../../infra/local/amazon/reports/report-switches.ts';
import { amazonModel, modelsMissing } from '../support/amazon-models.ts';
import {
  ALL_ORDERS,
  createReport,
  DOCUMENTS,
  FBA_INVENTORY,
  FBA_RETURNS,
  LISTINGS,
  makeReport,
  MERCHANT_RETURNS,
  MERCHANT_RETURNS_XML,
  MONTH,
  REPORTS,
  UNTIL_DONE,
} from '../support/amazon-reports.ts';
import { type AmazonCall, callAmazon } from '../support/call-amazon.ts';
import { type PrismProxy, startPrismProxy } from '../support/prism-proxy.ts';
import { recordingAxios } from '../support/recording-axios.ts';
import { startTestAmazon, type TestAmazon } from '../support/test-amazon.ts';

// Reading a model takes its time on a busy machine.
vi.setConfig({ testTimeout: 60_000 });

const model = amazonModel('reports_2021-06-30.json');
const US = 'ATVPDKIKX0DER';

describe.skipIf(modelsMissing)('reports against Amazon’s model', () => {
  it.each([LISTINGS, FBA_INVENTORY, FBA_RETURNS, MERCHANT_RETURNS, MERCHANT_RETURNS_XML, ALL_ORDERS])(
    'from asking to document, as the generated client does it: %s',
    async (reportType) => {
      await using given = await startTestAmazon({ orders: 40, listings: 12, fbaReturns: 9, merchantReturns: 9 });
      await using prism = await startPrismProxy({ model, upstream: given.amazon.spApiEndpoint });
      const { api, violations } = generatedClient(given, prism);

      const body = { reportType, marketplaceIds: [US], ...MONTH, reportOptions: { custom: 'true' } };
      const { reportId } = (await api.createReport({ body })).data;
      for (const ms of [0, 10_000, 20_000]) {
        given.pass(ms);
        await api.getReport({ reportId });
      }
      const found = await api.getReports({
        reportTypes: [LISTINGS, reportType],
        processingStatuses: ['DONE', 'FATAL'],
        marketplaceIds: [US],
        pageSize: 10,
        createdSince: '2026-03-01T00:00:00Z',
        createdUntil: '2026-03-10T12:00:00Z',
      });
      const { reportDocumentId = '' } = found.data.reports[0] ?? {};
      const { data } = await api.getReportDocument({ reportDocumentId, enableContentEncodingUrlHeader: true });

      expect(data.compressionAlgorithm).toBe('GZIP');
      expect((await fetch(data.url)).status).toBe(200);
      expect(violations).toEqual([[], [], [], [], [], []]);
    },
  );

  it('page by page, by the token alone', async () => {
    await using given = await startTestAmazon();
    await using prism = await startPrismProxy({ model, upstream: given.amazon.spApiEndpoint });
    const { api, violations } = generatedClient(given, prism);
    for (let n = 0; n < 3; n += 1) given.account.requestReportElsewhere({ reportType: LISTINGS });

    const first = await api.getReports({ reportTypes: [LISTINGS], pageSize: 2 });
    const second = await api.getReports({ nextToken: first.data.nextToken ?? '' });

    expect([...first.data.reports, ...second.data.reports]).toHaveLength(3);
    expect(violations).toEqual([[], []]);
  });

  it('cancelled by the caller', async () => {
    await using given = await startTestAmazon();
    await using prism = await startPrismProxy({ model, upstream: given.amazon.spApiEndpoint });
    const { api, violations } = generatedClient(given, prism);
    const { reportId } = (await createReport(given)).body;

    await api.cancelReport({ reportId });
    const { data } = await api.getReport({ reportId });

    expect(data.processingStatus).toBe('CANCELLED');
    expect(violations).toEqual([[], []]);
  });

  it.each<ReportFate>(['fatal', 'fatal-without-document', 'cancelled', 'stays-in-queue', 'stays-in-progress'])(
    'that goes wrong: %s',
    async (fate) => {
      await using given = await startTestAmazon();
      await using prism = await startPrismProxy({ model, upstream: given.amazon.spApiEndpoint });
      given.amazon.faults.reports.nextReports(1, fate);
      const { reportId } = (await createReport(given)).body;
      given.pass(UNTIL_DONE);

      expect(await through(prism, given)(`GET ${REPORTS}/${reportId}`)).toEqual({ status: 200, violations: [] });
    },
  );

  it('a refusal', async () => {
    await using given = await startTestAmazon({ listings: 3 });
    await using prism = await startPrismProxy({ model, upstream: given.amazon.spApiEndpoint });
    const ask = through(prism, given);
    const report = await makeReport(given);
    const body = { reportType: LISTINGS, marketplaceIds: [US] };

    const answers = [
      await ask(`POST ${REPORTS}`, { body: { ...body, reportType: 'GET_THE_MOON' } }),
      await ask(`POST ${REPORTS}`, { body: { ...body, marketplaceIds: ['A1PA6795UKMFR9'] } }),
      await ask(`GET ${REPORTS}/1`),
      await ask(`GET ${REPORTS}`, { query: { nextToken: 'dead' } }),
      await ask(`DELETE ${REPORTS}/${report.reportId}`),
      await ask(`GET ${DOCUMENTS}/none`),
    ];
    for (const fault of ['throttle', 'internal-error', 'unavailable'] as const) {
      given.amazon.faults.next(1, fault);
      answers.push(await ask(`GET ${REPORTS}/${report.reportId}`));
    }

    expect(answers.map(({ status }) => status)).toEqual([400, 403, 404, 400, 400, 404, 429, 500, 503]);
    expect(answers.flatMap(({ violations }) => violations)).toEqual([]);
  });

  it('notices what is not of the model', async () => {
    await using given = await startTestAmazon();
    await using prism = await startPrismProxy({ model, upstream: given.amazon.spApiEndpoint });
    const ask = through(prism, given);

    const noMarketplaces = await ask(`POST ${REPORTS}`, { body: { reportType: LISTINGS, marketplaceIds: [] } });
    const noDate = await ask(`GET ${REPORTS}`, { query: { reportTypes: LISTINGS, createdSince: 'yesterday' } });

    expect(noMarketplaces.violations).toHaveLength(1);
    expect(noDate.violations).toHaveLength(1);
  });
});

const through =
  (prism: PrismProxy, given: TestAmazon) =>
  async (request: Parameters<typeof callAmazon>[1], call: AmazonCall = {}) => {
    const { status, headers } = await callAmazon(given, request, { ...call, origin: prism.url });
    return { status, violations: prism.violations(headers) };
  };

function generatedClient(given: TestAmazon, prism: PrismProxy) {
  const { axios, violations } = recordingAxios(given, prism);
  return { api: new ReportsApi(undefined, prism.url, axios), violations };
}
