import { expect, it } from 'vitest';
import { checkShop } from '../../../infra/cli/check-shop.ts';

const check = (returns: unknown) =>
  checkShop(
    {
      shopId: 'my-shop',
      sellerId: 'A1EXAMPLE',
      region: 'na',
      marketplaceIds: ['ATVPDKIKX0DER'],
      refreshToken: 'Atzr|x',
      returns,
    },
    { name: 'Shop 1', now: () => new Date() },
  );

it.each([undefined, {}, { merchantReport: 'XML' }, { merchantReport: 'FLAT_FILE' }])('a shop may say %j', (returns) => {
  expect(check(returns)).toMatchObject({ problems: [], shop: { returns } });
});

it.each([
  [{ merchantReport: 'CSV' }, 'returns (merchantReport) must be "XML" (default) or "FLAT_FILE"'],
  [{ report: 'XML' }, 'returns must be an object of merchantReport'],
  ['XML', 'returns must be an object of merchantReport'],
])('%j is refused with limit and cure', (returns, problem) => {
  expect(check(returns).problems).toEqual([expect.stringContaining(problem)]);
});
