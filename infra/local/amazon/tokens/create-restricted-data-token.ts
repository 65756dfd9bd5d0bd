import * as z from 'zod/mini';
import { invalidInput } from '../gateway/api-error.ts';
import type { Call, Operation, Reply } from '../gateway/operation.ts';
import { parseBody } from '../gateway/parse-body.ts';
import { ROLES, type Seller } from '../seller.ts';
import { checkRestrictedResource } from './check-restricted-resource.ts';
import { DATA_ELEMENTS, ROLES_OF } from './restricted-operations.ts';
import type { RestrictedResource } from './restricted-tokens.ts';

/** Tokens 2021-03-01 createRestrictedDataToken: a token for personal data, for an hour. */
export const createRestrictedDataToken: Operation = {
  api: 'tokens-2021-03-01',
  operationId: 'createRestrictedDataToken',
  method: 'POST',
  path: '/tokens/2021-03-01/restrictedDataToken',
  usagePlan: { rate: 1, burst: 10 },
  roles: ROLES,
  queryParameters: [],
  handle: answerCreate,
};

const MAX_RESOURCES = 50;

const CreateRestrictedDataTokenRequest = z.strictObject({
  targetApplication: z.optional(z.string().check(z.regex(/^amzn1\.sellerapps\.app\.[\w.-]+$/))),
  restrictedResources: z
    .array(
      z.strictObject({
        method: z.enum(['GET', 'PUT', 'POST', 'DELETE']),
        path: z.string().check(z.regex(/^\/\S+$/)),
        dataElements: z.optional(z.array(z.enum(DATA_ELEMENTS)).check(z.minLength(1))),
      }),
    )
    .check(z.minLength(1), z.maxLength(MAX_RESOURCES)),
});

function answerCreate({ body, seller, clientId, now, restrictedTokens }: Call): Reply {
  const { restrictedResources, targetApplication } = parseBody(CreateRestrictedDataTokenRequest, body);
  const operations = restrictedResources.map((resource) => checkRestrictedResource(resource));
  if (new Set(operations.map(({ party }) => party)).size > 1) {
    throw invalidInput('Restricted resources of vendor APIs and of seller APIs cannot share a token.');
  }
  if (operations.some(({ roles }) => roles.length > 0 && !roles.some((role) => seller.roles.has(role)))) {
    throw invalidInput('Application do not have access to some or all requested resource');
  }
  checkDataElements(restrictedResources, seller);
  const grant = { clientId: targetApplication ?? clientId, seller, resources: restrictedResources };
  return { status: 200, body: restrictedTokens.issue(grant, now) };
}

/** Throws 400, as Amazon does, when the seller's grant has not the role that opens a data element. */
function checkDataElements(resources: readonly RestrictedResource[], { roles }: Seller): void {
  const asked = new Set(resources.flatMap(({ dataElements }) => dataElements ?? []));
  const refused = [...asked].filter((element) => !ROLES_OF[element].some((role) => roles.has(role)));
  if (refused.length === 0) return;
  throw invalidInput(
    `Application does not have access to one or more requested data elements: [${refused.join(', ')}]`,
  );
}
