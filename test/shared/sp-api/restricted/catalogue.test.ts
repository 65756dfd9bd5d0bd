import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { RESTRICTED_OPERATIONS as SIMULATED } from '../../../../infra/local/amazon/tokens/restricted-operations.ts';
import { RESTRICTED_REPORT_TYPES as SIMULATED_TYPES } from '../../../../infra/local/amazon/tokens/restricted-report-types.ts';
import { RESTRICTED_OPERATIONS, RESTRICTED_REPORT_TYPES } from '../../../../shared/sp-api/restricted/catalogue.ts';
import { amazonModel, modelsMissing } from '../../../support/amazon-models.ts';

const Model = z.object({ paths: z.record(z.string(), z.record(z.string(), z.unknown())) });
const ModelOperation = z.object({ operationId: z.string() });

/** `getOrder GET /orders/v0/orders/{orderId}`, for all operations of one of Amazon's models. */
const operationsOfModel = (file: string) =>
  Object.entries(Model.parse(JSON.parse(readFileSync(amazonModel(file), 'utf8'))).paths).flatMap(([path, methods]) =>
    Object.entries(methods).flatMap(([method, operation]) => {
      const { success, data } = z.safeParse(ModelOperation, operation);
      return success ? [`${data.operationId} ${method.toUpperCase()} ${path}`] : [];
    }),
  );

const nameOf = ({ method, path }: { method: string; path: string }) => `${method} ${path}`;

describe('the catalogue', () => {
  it('has the operations of Amazon’s page, API by API', () => {
    const apis = Map.groupBy(RESTRICTED_OPERATIONS, ({ api }) => api);

    expect(Object.fromEntries([...apis].map(([api, rows]) => [api, rows.length]))).toEqual({
      'Direct Fulfillment Orders v1': 2,
      'Direct Fulfillment Orders 2021-12-28': 2,
      'Direct Fulfillment Shipping v1': 7,
      'Direct Fulfillment Shipping 2021-12-28': 6,
      'Easy Ship 2022-03-23': 1,
      'Merchant Fulfillment v0': 4,
      'Orders v0': 7,
      'Reports 2021-06-30': 1,
      'Shipment Invoicing v0': 1,
      'Shipping v1': 1,
    });
  });

  it('has no operation twice, and says the same of each as the simulated Amazon, which was written apart from it', () => {
    const known = RESTRICTED_OPERATIONS.map((each) => `${nameOf(each)} ${each.party}`).toSorted();

    expect(new Set(known).size).toBe(known.length);
    expect(known).toEqual(SIMULATED.map((each) => `${nameOf(each)} ${each.party}`).toSorted());
  });

  it.skipIf(modelsMissing).each([
    ['ordersV0.json', '/orders/v0/'],
    ['merchantFulfillmentV0.json', '/mfn/'],
    ['reports_2021-06-30.json', '/reports/'],
  ])('spells ids, methods and paths as %s does', (model, prefix) => {
    const known = operationsOfModel(model);
    // Amazon has taken cancelShipmentOld out of the model, and left it on the page.
    const ours = RESTRICTED_OPERATIONS.filter(
      ({ path, operationId }) => path.startsWith(prefix) && operationId !== 'cancelShipmentOld',
    ).map((each) => `${each.operationId} ${nameOf(each)}`);

    expect(ours.length).toBeGreaterThan(0);
    expect(ours.filter((each) => !known.includes(each))).toEqual([]);
  });

  it('has the sixteen report types', () => {
    expect([...RESTRICTED_REPORT_TYPES.keys()].toSorted()).toEqual([...SIMULATED_TYPES.keys()].toSorted());
    expect(RESTRICTED_REPORT_TYPES.size).toBe(16);
  });
});
