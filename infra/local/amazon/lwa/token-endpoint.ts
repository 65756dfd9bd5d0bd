import type { IncomingHttpHeaders } from 'node:http';
import type { AccessTokens } from '../gateway/access-tokens.ts';
import type { Faults } from '../faults.ts';
import type { Seller } from '../seller.ts';

/** An application registered with Login with Amazon. */
export interface Application {
  readonly clientId: string;
  readonly clientSecret: string;
}

/** What the token endpoint answers. `reset`: the connection breaks instead. */
export interface TokenAnswer {
  readonly status: number;
  readonly body: object;
  readonly sellerId?: string;
  readonly grantType?: string;
  readonly broken?: 'reset';
}

export interface TokenMeans {
  readonly applications: readonly Application[];
  readonly sellers: readonly Seller[];
  readonly accessTokens: AccessTokens;
  readonly faults: Faults;
  readonly now: () => Date;
}

const GRANTLESS_SCOPES = ['sellingpartnerapi::notifications', 'sellingpartnerapi::client_credential:rotation'];

/** Login with Amazon's token endpoint (spapi 3): `refresh_token` for a seller, `client_credentials` for grantless calls. */
export function answerTokenRequest(
  { method, headers, body }: { method: string; headers: IncomingHttpHeaders; body: string },
  means: TokenMeans,
): TokenAnswer {
  if (means.faults.lwaOutage) return OUTAGES[means.faults.lwaOutage];
  if (method !== 'POST') return refusal(405, 'invalid_request', 'The token endpoint takes POST only.');
  if (!headers['content-type']?.startsWith('application/x-www-form-urlencoded')) {
    return refusal(400, 'invalid_request', 'The request must be sent as application/x-www-form-urlencoded.');
  }
  const form = new URLSearchParams(body);
  const missing = ['grant_type', 'client_id', 'client_secret'].find((name) => !form.get(name));
  if (missing) return refusal(400, 'invalid_request', `The request is missing a required parameter : ${missing}`);

  const grantType = form.get('grant_type') ?? '';
  const application = means.applications.find(({ clientId }) => clientId === form.get('client_id'));
  if (!application || application.clientSecret !== form.get('client_secret')) {
    return { ...refusal(401, 'invalid_client', 'Client authentication failed'), grantType };
  }
  return { ...grant(grantType, { form, clientId: application.clientId, means }), grantType };
}

function grant(
  grantType: string,
  { form, clientId, means }: { form: URLSearchParams; clientId: string; means: TokenMeans },
): TokenAnswer {
  switch (grantType) {
    case 'refresh_token':
      return refresh(form.get('refresh_token'), clientId, means);
    case 'client_credentials':
      return grantless(form.get('scope'), clientId, means);
    default:
      return refusal(400, 'unsupported_grant_type', 'The authorization grant type is not supported.');
  }
}

function refresh(refreshToken: string | null, clientId: string, means: TokenMeans): TokenAnswer {
  if (!refreshToken)
    return refusal(400, 'invalid_request', 'The request is missing a required parameter : refresh_token');
  const seller = means.sellers.find((seller) => seller.refreshToken === refreshToken);
  if (!seller || means.faults.revokedSellers.has(seller.sellerId)) {
    const answer = refusal(400, 'invalid_grant', 'The request has an invalid grant parameter : refresh_token');
    return seller ? { ...answer, sellerId: seller.sellerId } : answer;
  }
  const { accessToken, expiresIn } = means.accessTokens.issue({ clientId, seller }, means.now());
  const body = { access_token: accessToken, refresh_token: refreshToken, token_type: 'bearer', expires_in: expiresIn };
  return { status: 200, body, sellerId: seller.sellerId };
}

function grantless(scope: string | null, clientId: string, means: TokenMeans): TokenAnswer {
  if (!scope || !GRANTLESS_SCOPES.includes(scope)) {
    return refusal(400, 'invalid_scope', 'The requested scope is invalid, unknown, or malformed.');
  }
  const { accessToken, expiresIn } = means.accessTokens.issue({ clientId, scope }, means.now());
  return { status: 200, body: { access_token: accessToken, scope, token_type: 'bearer', expires_in: expiresIn } };
}

const refusal = (status: number, error: string, description: string): TokenAnswer => ({
  status,
  body: { error, error_description: description },
});

const OUTAGES: Record<Exclude<Faults['lwaOutage'], false>, TokenAnswer> = {
  'temporarily-unavailable': refusal(
    503,
    'temporarily_unavailable',
    'The authorization server is temporarily unavailable.',
  ),
  'server-error': refusal(500, 'server_error', 'The authorization server encountered an unexpected condition.'),
  reset: { status: 0, body: {}, broken: 'reset' },
};
