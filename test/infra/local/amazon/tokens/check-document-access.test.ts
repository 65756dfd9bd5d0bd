import { expect, it } from 'vitest';
import { checkDocumentAccess } from '../../../../../infra/local/amazon/tokens/check-document-access.ts';
import { RESTRICTED_REPORT_TYPES } from '../../../../../infra/local/amazon/tokens/restricted-report-types.ts';
import { startTestAmazon } from '../../../../support/test-amazon.ts';

const restrictedAccess = { dataElements: new Set<never>() };

it.each([...RESTRICTED_REPORT_TYPES])('a document of %s needs a token and a role', async (reportType, [role]) => {
  await using given = await startTestAmazon();
  const { account: seller } = given;
  const open = (access?: typeof restrictedAccess) => () =>
    checkDocumentAccess(reportType, { seller, ...(access && { restrictedAccess: access }) });

  expect(open(restrictedAccess)).not.toThrow();
  expect(open()).toThrow('Access to requested resource is denied.');

  seller.roles.clear();
  expect(open(restrictedAccess)).toThrow('Access to requested resource is denied.');
  if (role) seller.roles.add(role);
  expect(open(restrictedAccess)).not.toThrow();
});

it('a document of any other report needs neither', async () => {
  await using given = await startTestAmazon({ roles: [] });

  expect(() => checkDocumentAccess('GET_MERCHANT_LISTINGS_ALL_DATA', { seller: given.account })).not.toThrow();
});
