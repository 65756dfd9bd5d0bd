import { expect, it } from 'vitest';
import {
  DAY,
  HOUR,
  readAccessToken,
  requestToken,
  startTestAmazon,
  testApplication,
  testSeller,
} from '../../../../support/test-amazon.ts';

const refresh = {
  grant_type: 'refresh_token',
  refresh_token: testSeller.refreshToken,
  client_id: testApplication.clientId,
  client_secret: testApplication.clientSecret,
};

it('gives an hour of access for a refresh token', async () => {
  await using given = await startTestAmazon();

  const response = await requestToken(given.amazon, refresh);

  expect(response.status).toBe(200);
  const body = await response.json();
  expect(body).toEqual({
    access_token: expect.stringMatching(/^Atza\|/),
    refresh_token: testSeller.refreshToken,
    token_type: 'bearer',
    expires_in: 3600,
  });
});

it('sends Amazon’s clock with its answers', async () => {
  await using given = await startTestAmazon();
  given.amazon.faults.clockSkewMs = -2 * HOUR;

  const response = await requestToken(given.amazon, refresh);

  expect(response.headers.get('date')).toBe('Tue, 10 Mar 2026 10:00:00 GMT');
});

it.each([
  ['an unknown application', { ...refresh, client_id: 'nobody' }, 401, 'invalid_client'],
  ['a wrong secret', { ...refresh, client_secret: 'wrong' }, 401, 'invalid_client'],
  ['an unknown refresh token', { ...refresh, refresh_token: 'Atzr|nobody' }, 400, 'invalid_grant'],
  ['a refresh token left out', { ...refresh, refresh_token: '' }, 400, 'invalid_request'],
  ['a grant type left out', { ...refresh, grant_type: '' }, 400, 'invalid_request'],
  ['a grant type that is none', { ...refresh, grant_type: 'password' }, 400, 'unsupported_grant_type'],
  ['a scope that is none', { ...refresh, grant_type: 'client_credentials', scope: 'all' }, 400, 'invalid_scope'],
])('refuses %s', async (_case, form, status, error) => {
  await using given = await startTestAmazon();

  const response = await requestToken(given.amazon, form);

  expect(response.status).toBe(status);
  expect(await response.json()).toMatchObject({ error, error_description: expect.any(String) });
});

it('takes forms only', async () => {
  await using given = await startTestAmazon();

  const response = await fetch(given.amazon.lwaEndpoint, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(refresh),
  });

  expect(response.status).toBe(400);
  expect(await response.json()).toMatchObject({ error: 'invalid_request' });
});

it('gives a grantless token that opens no seller’s orders', async () => {
  await using given = await startTestAmazon();
  const scope = 'sellingpartnerapi::notifications';

  const response = await requestToken(given.amazon, { ...refresh, grant_type: 'client_credentials', scope });
  const accessToken = await readAccessToken(response);

  const headers = { 'x-amz-access-token': accessToken };
  const answer = await given.searchOrders({ lastUpdatedAfter: '2026-03-01T00:00:00Z' }, { headers });
  expect(answer.status).toBe(403);
});

it('ends an access token after its hour, not before', async () => {
  await using given = await startTestAmazon();
  const search = () => given.searchOrders({ lastUpdatedAfter: '2026-03-01T00:00:00Z' });

  given.pass(HOUR - 1);
  expect((await search()).status).toBe(200);
  given.pass(1);

  const { status, error } = await search();
  expect(status).toBe(403);
  expect(error).toEqual({
    code: 'Unauthorized',
    message: 'Access to requested resource is denied.',
    details: 'The access token you provided has expired.',
  });
  await given.signIn();
  expect((await search()).status).toBe(200);
});

it('can make access tokens live as long as a story needs', async () => {
  await using given = await startTestAmazon();
  given.amazon.faults.accessTokenLifetimeS = 60;

  const response = await requestToken(given.amazon, refresh);

  expect(await response.json()).toMatchObject({ expires_in: 60 });
});

it('stops working for a seller who has withdrawn the grant, and works again when it is given again', async () => {
  await using given = await startTestAmazon();
  given.amazon.faults.revokedSellers.add(testSeller.sellerId);

  const refused = await requestToken(given.amazon, refresh);
  const answer = await given.searchOrders({ lastUpdatedAfter: '2026-03-01T00:00:00Z' });

  expect(refused.status).toBe(400);
  expect(await refused.json()).toMatchObject({ error: 'invalid_grant' });
  expect(answer.status).toBe(403);
  expect(answer.error?.details).toBe('The access token you provided is revoked, malformed or invalid.');

  given.amazon.faults.revokedSellers.clear();
  expect((await requestToken(given.amazon, refresh)).status).toBe(200);
});

it.each([
  ['temporarily-unavailable', 503, 'temporarily_unavailable'],
  ['server-error', 500, 'server_error'],
] as const)('can be %s', async (outage, status, error) => {
  await using given = await startTestAmazon();
  given.amazon.faults.lwaOutage = outage;

  const response = await requestToken(given.amazon, refresh);

  expect(response.status).toBe(status);
  expect(await response.json()).toMatchObject({ error });
});

it('can break the connection', async () => {
  await using given = await startTestAmazon();
  given.amazon.faults.lwaOutage = 'reset';

  await expect(requestToken(given.amazon, refresh)).rejects.toThrow('fetch failed');
});

it('logs who asked, and no token or secret', async () => {
  await using given = await startTestAmazon();

  given.pass(DAY);
  await requestToken(given.amazon, refresh);

  expect(given.amazon.requests.at(-1)).toMatchObject({
    operationId: 'token',
    status: 200,
    sellerId: testSeller.sellerId,
    time: '2026-03-11T12:00:00.000Z',
    query: { grant_type: 'refresh_token' },
  });
  expect(JSON.stringify(given.amazon.requests)).not.toMatch(/Atz[ar]\||test-secret/);
});
