import type { CreateRestrictedDataTokenRequest } from '@sp-api-sdk/tokens-api-2021-03-01';
import * as z from 'zod/mini';
import type { Operation } from '../operation.ts';
import { readAnswer } from '../read-answer.ts';
import { DATA_ELEMENTS } from '../restricted/catalogue.ts';
import { checkTokenRequest, type TokenRequest } from '../restricted/check-token-request.ts';
import { namedForRole, rolesFor, RestrictedRoleMissingError } from '../restricted/restricted-role-missing-error.ts';
import { mergeResources } from '../restricted/split-resources.ts';
import type { SpApi } from '../sp-api.ts';
import { SpApiRejectedError } from '../sp-api-error.ts';
import type { Lane } from '../usage/usage-limiter.ts';

const PATH = '/tokens/2021-03-01/restrictedDataToken';

/**
 * createRestrictedDataToken, Tokens 2021-03-01: 1 request a second, burst 10. A token that is not used does no harm.
 * Of the generated package only the types are used: its code would add 130 KB to every function, for one request.
 */
export const CREATE_RESTRICTED_DATA_TOKEN: Operation = {
  operationId: 'createRestrictedDataToken',
  usagePlan: { rate: 1, burst: 10 },
  harmlessTwice: true,
};

/** A key to buyers' data: never logged or stored. */
export const RestrictedDataToken = z.object({
  restrictedDataToken: z.string(),
  /** Seconds; 3600. */
  expiresIn: z.number(),
});
export type RestrictedDataToken = z.infer<typeof RestrictedDataToken>;

/**
 * Asks for a token that opens these resources, and no others. Throws RestrictedResourceError before the call for what
 * breaks Amazon's rules, {@link RestrictedRoleMissingError} where the application lacks a role.
 */
export async function createRestrictedDataToken(
  request: TokenRequest,
  { spApi, lane }: { spApi: Pick<SpApi, 'call'>; lane: Lane },
): Promise<RestrictedDataToken> {
  checkTokenRequest(request);
  const restrictedResources = mergeResources(request.restrictedResources);
  const body: CreateRestrictedDataTokenRequest = {
    restrictedResources: restrictedResources.map(({ dataElements, ...resource }) => ({
      ...resource,
      ...(dataElements && { dataElements: [...dataElements] }),
    })),
    // Amazon refuses a null here.
    ...(request.targetApplication !== undefined && { targetApplication: request.targetApplication }),
  };
  try {
    const answer = await spApi.call(CREATE_RESTRICTED_DATA_TOKEN, lane, ({ endpoint, axios, options }) =>
      axios.post(`${inProduction(endpoint)}${PATH}`, body, options),
    );
    return readAnswer('createRestrictedDataToken', answer, RestrictedDataToken);
  } catch (error) {
    throw error instanceof SpApiRejectedError ? refusal(error, restrictedResources) : error;
  }
}

/** The sandbox takes tokens of the production endpoint only: https://developer-docs.amazon.com/sp-api/docs/the-selling-partner-api-sandbox */
const inProduction = (endpoint: string) => endpoint.replace('//sandbox.', '//');

/**
 * A missing role answers 400 with "Application does not have access to one or more requested data elements: [buyerInfo]"
 * or "Application do not have access to some or all requested resource"; older reports tell of 403.
 */
function refusal(error: SpApiRejectedError, resources: TokenRequest['restrictedResources']): Error {
  const missing = rolesFor(
    resources,
    DATA_ELEMENTS.filter((element) => error.mentions(element)),
  );
  if (error.mentions('not have access')) return new RestrictedRoleMissingError(error.facts, missing);
  return namedForRole(error, missing);
}
