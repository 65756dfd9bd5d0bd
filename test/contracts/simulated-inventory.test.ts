import { FbaInventoryApi } from '@sp-api-sdk/fba-inventory-api-v1';
import { describe, expect, it, vi } from 'vitest';
import { amazonModel, modelsMissing } from '../support/amazon-models.ts';
import { callAmazon } from '../support/call-amazon.ts';
import { type PrismProxy, startPrismProxy } from '../support/prism-proxy.ts';
import { recordingAxios } from '../support/recording-axios.ts';
import { startTestAmazon, type TestAmazon } from '../support/test-amazon.ts';

// Reading a model takes its time on a busy machine.
vi.setConfig({ testTimeout: 60_000 });

const model = amazonModel('fbaInventory.json');
const US = 'ATVPDKIKX0DER';
const here = { granularityType: 'Marketplace' as const, granularityId: US, marketplaceIds: [US] };

describe.skipIf(modelsMissing)('FBA inventory against Amazon’s model', () => {
  it.each([true, false])('page by page, as the generated client does it (details: %s)', async (details) => {
    await using given = await startTestAmazon({ listings: 120 });
    await using prism = await startPrismProxy({ model, upstream: given.amazon.spApiEndpoint });
    const { api, violations } = generatedClient(given, prism);
    const startDateTime = '2025-01-01T00:00:00Z';

    const first = await api.getInventorySummaries({ ...here, details, startDateTime });
    const nextToken = first.data.pagination?.nextToken ?? '';
    const second = await api.getInventorySummaries({ ...here, details, startDateTime, nextToken });

    expect(first.data.payload?.inventorySummaries).toHaveLength(50);
    expect(second.data.payload?.inventorySummaries).toHaveLength(30);
    expect(violations).toEqual([[], []]);
  });

  it('by SKUs, with all that a URL must hide', async () => {
    await using given = await startTestAmazon();
    await using prism = await startPrismProxy({ model, upstream: given.amazon.spApiEndpoint });
    const { api, violations } = generatedClient(given, prism);
    for (const sku of ['A/B+C %&', '日本-1', 'PLAIN']) given.account.setStock(sku, { fulfillable: 1 });

    const some = await api.getInventorySummaries({ ...here, sellerSkus: ['A/B+C %&', '日本-1'] });
    const one = await api.getInventorySummaries({ ...here, sellerSku: 'A/B+C %&' });

    expect(some.data.payload?.inventorySummaries).toHaveLength(2);
    expect(one.data.payload?.inventorySummaries).toHaveLength(1);
    expect(violations).toEqual([[], []]);
  });

  it('a refusal', async () => {
    await using given = await startTestAmazon({ listings: 3 });
    await using prism = await startPrismProxy({ model, upstream: given.amazon.spApiEndpoint });
    given.account.usagePlans.set('getInventorySummaries', { rate: 10, burst: 10 });
    const ask = async (change: Record<string, string> = {}) => {
      const query = { granularityType: 'Marketplace', granularityId: US, marketplaceIds: US, ...change };
      const { status, headers } = await callAmazon(given, 'GET /fba/inventory/v1/summaries', {
        query,
        origin: prism.url,
      });
      return { status, violations: prism.violations(headers) };
    };

    const answers = [
      await ask({ nextToken: 'dead' }),
      await ask({ startDateTime: '2020-01-01T00:00:00Z' }),
      await ask({ granularityId: 'A1PA6795UKMFR9', marketplaceIds: 'A1PA6795UKMFR9' }),
    ];
    for (const fault of ['throttle', 'internal-error', 'unavailable'] as const) {
      given.amazon.faults.next(1, fault);
      answers.push(await ask());
    }
    given.amazon.faults.inventory.errorsBesidePayload = true;
    answers.push(await ask());

    expect(answers.map(({ status }) => status)).toEqual([400, 400, 403, 429, 500, 503, 200]);
    expect(answers.flatMap(({ violations }) => violations)).toEqual([]);
  });

  it('notices what is not of the model', async () => {
    await using given = await startTestAmazon();
    await using prism = await startPrismProxy({ model, upstream: given.amazon.spApiEndpoint });
    const query = { granularityType: 'Region', granularityId: US, marketplaceIds: US };

    const { headers } = await callAmazon(given, 'GET /fba/inventory/v1/summaries', { query, origin: prism.url });

    expect(prism.violations(headers)).toHaveLength(1);
  });
});

function generatedClient(given: TestAmazon, prism: PrismProxy) {
  const { axios, violations } = recordingAxios(given, prism);
  return { api: new FbaInventoryApi(undefined, prism.url, axios), violations };
}
