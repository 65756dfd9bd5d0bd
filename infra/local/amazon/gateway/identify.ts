import type { Seller } from '../seller.ts';
import { findRestrictedAccess, type RestrictedAccess } from '../tokens/restricted-access.ts';
import { isRestrictedToken, type RestrictedTokens } from '../tokens/restricted-tokens.ts';
import type { AccessTokens } from './access-tokens.ts';
import { ApiError, accessDenied } from './api-error.ts';
import type { GatewayRequest } from './gateway.ts';
import type { Route } from './route.ts';

/** Who calls, and with what right. */
export interface Caller {
  readonly seller: Seller;
  readonly clientId: string;
  readonly restrictedAccess?: RestrictedAccess;
}

type SignedRequest = Pick<GatewayRequest, 'method' | 'url' | 'headers'>;

export interface CallerMeans {
  readonly accessTokens: AccessTokens;
  readonly restrictedTokens: RestrictedTokens;
  readonly now: () => Date;
}

/** Who calls, by the token that came with the request; a refusal (403) where the token or the role does not open it. */
export function identify(request: SignedRequest, route: Route, means: CallerMeans): Caller | ApiError {
  try {
    const caller = isRestrictedToken(request.headers['x-amz-access-token'])
      ? identifyRestricted(request, route, means)
      : identifyOrdinary(request, route, means);
    if (!route.operation.roles.some((role) => caller.seller.roles.has(role))) throw accessDenied();
    return caller;
  } catch (error) {
    if (error instanceof ApiError) return error;
    throw error;
  }
}

/** An ordinary token opens everything but what is restricted as a whole. */
function identifyOrdinary(
  { headers }: SignedRequest,
  { operation }: Route,
  { accessTokens, now }: CallerMeans,
): Caller {
  const accessToken = headers['x-amz-access-token'];
  const { seller, clientId } = accessTokens.verify(typeof accessToken === 'string' ? accessToken : undefined, now());
  if (!seller || operation.restricted === 'wholly') throw accessDenied();
  return { seller, clientId };
}

/** A Restricted Data Token opens restricted operations only, and of these the resources that it names. */
function identifyRestricted(
  { method, url, headers }: SignedRequest,
  { operation }: Route,
  { restrictedTokens, now }: CallerMeans,
): Caller {
  const { seller, clientId, resources } = restrictedTokens.verify(String(headers['x-amz-access-token']), now());
  const path = url.pathname;
  const restrictedAccess =
    operation.restricted && findRestrictedAccess(resources, { method, template: operation.path, path });
  if (!restrictedAccess) throw accessDenied();
  return { seller, clientId, restrictedAccess };
}
