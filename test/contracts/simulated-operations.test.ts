import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { operations } from '../../infra/local/amazon/operations.ts';
import { amazonModel, modelsMissing } from '../support/amazon-models.ts';

/** Which of Amazon's models describes an API of the simulation. */
const MODEL_OF: Record<string, string> = {
  'orders-2026-01-01': 'orders_2026-01-01.json',
  'reports-2021-06-30': 'reports_2021-06-30.json',
  'fba-inventory-v1': 'fbaInventory.json',
  'fulfillment-outbound-2026-07-04': 'fulfillmentOutbound_2026-07-04.json',
  'fulfillment-outbound-2020-07-01': 'fulfillmentOutbound_2020-07-01.json',
  'tokens-2021-03-01': 'tokens_2021-03-01.json',
  'orders-v0': 'ordersV0.json',
  'merchant-fulfillment-v0': 'merchantFulfillmentV0.json',
};

/** Beside the methods, a path may hold what they share, and notes of Amazon's own. */
const Model = z.object({ paths: z.record(z.string(), z.record(z.string(), z.unknown())) });
const Described = z.object({
  operationId: z.string(),
  description: z.string(),
  parameters: z.array(z.object({ name: z.string(), in: z.string() })),
});

describe.skipIf(modelsMissing)('the operation table', () => {
  it.each(operations.map((operation) => [`${operation.api} ${operation.operationId}`, operation] as const))(
    'has %s with the path, parameters and usage plan of Amazon’s model',
    (_name, operation) => {
      const { paths } = Model.parse(JSON.parse(readFileSync(amazonModel(MODEL_OF[operation.api] ?? ''), 'utf8')));
      const described = Described.parse(paths[operation.path]?.[operation.method.toLowerCase()]);

      expect(described.operationId).toBe(operation.operationId);
      const query = described.parameters.filter((parameter) => parameter.in === 'query').map(({ name }) => name);
      expect(operation.queryParameters.toSorted()).toEqual(query?.toSorted());
      const [, rate, burst] = described.description.match(/\| ([\d.]+) \| (\d+) \|/) ?? [];
      expect(operation.usagePlan).toEqual({ rate: Number(rate), burst: Number(burst) });
    },
  );
});
