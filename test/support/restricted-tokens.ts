import { callAmazon } from './call-amazon.ts';
import type { TestAmazon } from './test-amazon.ts';

export interface TokenAnswer {
  readonly restrictedDataToken: string;
  readonly expiresIn: number;
}

/** A resource as a caller names it: `GET /path`, with data elements where it takes them. */
export type Named = string | readonly [name: string, ...dataElements: string[]];

export const toResource = (named: Named) => {
  const [name, ...dataElements] = typeof named === 'string' ? [named] : named;
  const [method, path] = name.split(' ');
  return { method, path, ...(dataElements.length > 0 && { dataElements }) };
};

/** Asks for a Restricted Data Token. */
export const askForToken = (given: TestAmazon, resources: readonly Named[], more: object = {}) =>
  callAmazon<TokenAnswer>(given, 'POST /tokens/2021-03-01/restrictedDataToken', {
    body: { restrictedResources: resources.map(toResource), ...more },
  });

/** A Restricted Data Token for these resources. */
export async function restrictedTokenFor(given: TestAmazon, ...resources: Named[]): Promise<string> {
  const { status, body, error } = await askForToken(given, resources);
  if (status !== 200) throw new Error(`No token: ${error?.message}`);
  return body.restrictedDataToken;
}

export const ORDERS = '/orders/v0/orders';
export const ALL_ELEMENTS = ['buyerInfo', 'shippingAddress', 'buyerTaxInformation'] as const;
