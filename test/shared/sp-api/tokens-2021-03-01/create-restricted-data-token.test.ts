import { clientRateLimits } from '@sp-api-sdk/tokens-api-2021-03-01';
import axios, { type InternalAxiosRequestConfig } from 'axios';
import { describe, expect, it } from 'vitest';
import { usagePlanOf } from '../../../../shared/sp-api/operation.ts';
import type { Send } from '../../../../shared/sp-api/sp-api.ts';
import {
  CREATE_RESTRICTED_DATA_TOKEN,
  createRestrictedDataToken,
} from '../../../../shared/sp-api/tokens-2021-03-01/create-restricted-data-token.ts';

const restrictedResources = [{ method: 'GET', path: '/mfn/v0/shipments/{shipmentId}' }] as const;

/** Sends to nobody, and answers with a token. */
function over(endpoint: string) {
  const sent: InternalAxiosRequestConfig[] = [];
  const answering = axios.create({
    adapter: (config) => {
      sent.push(config);
      const data = { restrictedDataToken: 'Atz.sprdt|1', expiresIn: 3600 };
      return Promise.resolve({ data, status: 200, statusText: 'OK', headers: {}, config });
    },
  });
  const call = async (_operation: unknown, _lane: unknown, send: Send) => ({
    body: (await send({ endpoint, axios: answering, options: {} })).data,
  });
  return { sent, means: { spApi: { call }, lane: 'live' as const } };
}

describe('createRestrictedDataToken', () => {
  it('has the usage plan of the generated package', () => {
    expect(CREATE_RESTRICTED_DATA_TOKEN.usagePlan).toEqual(
      usagePlanOf(clientRateLimits, 'post', '/tokens/2021-03-01/restrictedDataToken'),
    );
  });

  it.each([
    ['https://sellingpartnerapi-eu.amazon.com', 'https://sellingpartnerapi-eu.amazon.com'],
    // The sandbox takes tokens of the production endpoint only.
    ['https://sandbox.sellingpartnerapi-eu.amazon.com', 'https://sellingpartnerapi-eu.amazon.com'],
  ])('of %s asks %s', async (endpoint, asked) => {
    const { sent, means } = over(endpoint);

    await createRestrictedDataToken({ restrictedResources }, means);

    expect(sent.map(({ url }) => url)).toEqual([`${asked}/tokens/2021-03-01/restrictedDataToken`]);
    expect(sent.map(({ data }) => JSON.parse(data))).toEqual([{ restrictedResources }]);
  });

  it('calls nobody when the request breaks a rule', async () => {
    const { sent, means } = over('https://sellingpartnerapi-eu.amazon.com');

    const asked = createRestrictedDataToken({ restrictedResources, targetApplication: 'partner' }, means);

    await expect(asked).rejects.toMatchObject({ name: 'RestrictedResourceError' });
    expect(sent).toEqual([]);
  });
});
