import { expect, it } from 'vitest';
import { MINUTE, startTestAmazon } from '../../../../support/test-amazon.ts';

const anything = { lastUpdatedAfter: '2026-03-01T00:00:00Z' };

it('sends a request id, the clock and the steady rate with a good answer', async () => {
  await using given = await startTestAmazon();

  const { headers } = await given.searchOrders(anything);

  expect(headers.get('x-amzn-requestid')).toMatch(/^[0-9a-f]{8}-[0-9a-f-]{27}$/);
  expect(headers.get('date')).toBe('Tue, 10 Mar 2026 12:00:00 GMT');
  expect(headers.get('x-amzn-ratelimit-limit')).toBe('0.0056');
});

it.each([
  ['no token', { 'x-amz-access-token': undefined }, 'Access token is missing in the request header.'],
  [
    'a token it never gave',
    { 'x-amz-access-token': 'Atza|no' },
    'The access token you provided is revoked, malformed or invalid.',
  ],
])('answers 403 to %s and says why', async (_case, headers, details) => {
  await using given = await startTestAmazon();

  const answer = await given.searchOrders(anything, { headers });

  expect(answer.status).toBe(403);
  expect(answer.error).toMatchObject({ code: 'Unauthorized', details });
});

it.each([
  ['user-agent', 'node'],
  ['user-agent', 'axios/1.21.1'],
  ['x-amz-date', undefined],
  ['x-amz-date', '2026-03-10T12:00:00Z'],
])('insists on the header %s as Amazon describes it, not %s', async (name, value) => {
  await using given = await startTestAmazon();

  const answer = await given.searchOrders(anything, { headers: { [name]: value } });

  expect(answer.status).toBe(400);
  expect(answer.error?.message).toContain(name);
});

it('answers 403 without details where the role is missing', async () => {
  await using given = await startTestAmazon({ roles: ['amazon-fulfillment'] });

  const answer = await given.searchOrders(anything);

  expect(answer.status).toBe(403);
  expect(answer.error).toEqual({
    code: 'Unauthorized',
    message: 'Access to requested resource is denied.',
    details: '',
  });
  expect(answer.headers.get('x-amzn-ratelimit-limit')).toBeNull();
  expect(answer.headers.get('x-amzn-requestid')).not.toBeNull();
});

it('denies an operation that there is not', async () => {
  await using given = await startTestAmazon();

  expect((await given.get('/orders/2026-01-01/order')).status).toBe(403);
  expect(given.amazon.requests.at(-1)).toMatchObject({ operationId: 'unknown', path: '/orders/2026-01-01/order' });
});

it('lets twenty calls through at once, then one every 179 seconds', async () => {
  await using given = await startTestAmazon();
  const search = async () => (await given.searchOrders(anything)).status;

  const burst = await inTurn(20, search);
  const tooMany = await search();
  given.pass(178_000);
  const tooSoon = await search();
  given.pass(1000);
  const inTime = await search();

  expect(new Set(burst)).toEqual(new Set([200]));
  expect([tooMany, tooSoon, inTime, await search()]).toEqual([429, 429, 200, 429]);
});

it('tells nothing about the rate when it throttles', async () => {
  await using given = await startTestAmazon();
  given.account.usagePlans.set('searchOrders', { rate: 0.0056, burst: 0 });

  const { status, error, headers } = await given.searchOrders(anything);

  expect(status).toBe(429);
  expect(error).toEqual({
    code: 'QuotaExceeded',
    message: 'You exceeded your quota for the requested resource.',
    details: '',
  });
  expect(headers.get('x-amzn-ratelimit-limit')).toBeNull();
  expect(headers.get('retry-after')).toBeNull();
});

it('keeps a bucket for each operation', async () => {
  await using given = await startTestAmazon();
  await inTurn(21, () => given.searchOrders(anything));

  const { status, headers } = await given.get('/orders/2026-01-01/orders/111-1111111-1111111');

  expect(status).toBe(404);
  expect(headers.get('x-amzn-ratelimit-limit')).toBe('0.5');
});

it('refills faster at speed, but takes no more at once', async () => {
  await using given = await startTestAmazon({}, { speed: 1000 });
  const search = async () => (await given.searchOrders(anything)).status;

  const burst = await inTurn(21, search);
  given.pass(179);

  expect(burst.filter((status) => status === 429)).toHaveLength(1);
  expect([await search(), await search()]).toEqual([200, 429]);
  expect((await given.get('/orders/2026-01-01/orders/111-1111111-1111111')).headers.get('x-amzn-ratelimit-limit')).toBe(
    '500',
  );
});

it('counts refused calls too', async () => {
  await using given = await startTestAmazon();

  await inTurn(20, () => given.searchOrders({}));

  expect((await given.searchOrders(anything)).status).toBe(429);
});

it.each([
  ['internal-error', 500, 'InternalFailure'],
  ['unavailable', 503, 'ServiceUnavailable'],
  ['throttle', 429, 'QuotaExceeded'],
] as const)('can answer %s to the next calls', async (kind, status, code) => {
  await using given = await startTestAmazon();
  given.amazon.faults.next(2, kind);

  const answers = await inTurn(3, () => given.searchOrders(anything));

  expect(answers.map((answer) => answer.status)).toEqual([status, status, 200]);
  expect(answers[0]?.error?.code).toBe(code);
  expect(answers[0]?.headers.get('x-amzn-ratelimit-limit')).toBeNull();
  expect(given.amazon.requests.filter(({ fault }) => fault === kind)).toHaveLength(2);
});

it('can break the next calls of one operation only', async () => {
  await using given = await startTestAmazon();
  given.amazon.faults.next(1, 'reset', 'searchOrders');

  expect((await given.get('/orders/2026-01-01/orders/111-1111111-1111111')).status).toBe(404);
  await expect(given.searchOrders(anything)).rejects.toThrow('fetch failed');

  expect((await given.searchOrders(anything)).status).toBe(200);
  expect(given.amazon.requests.map(({ status }) => status)).toEqual([200, 404, 0, 200]);
});

it('can leave a caller without an answer, for as long as the caller waits', async () => {
  await using given = await startTestAmazon();
  given.amazon.faults.next(1, 'timeout');

  await expect(given.searchOrders(anything, { timeoutMs: 50 })).rejects.toThrow('timeout');
});

it('can lose the answer to a call that was carried out', async () => {
  await using given = await startTestAmazon();
  given.amazon.faults.next(1, 'lost-answer');

  await expect(given.searchOrders(anything)).rejects.toThrow('fetch failed');
});

it('can answer what is no JSON', async () => {
  await using given = await startTestAmazon();
  given.amazon.faults.next(1, 'not-json');

  await expect(given.searchOrders(anything)).rejects.toThrow('is not valid JSON');
});

it('can end all access tokens before their time', async () => {
  await using given = await startTestAmazon();
  given.amazon.faults.expireAccessTokens();

  const { error } = await given.searchOrders(anything);

  expect(error?.details).toBe('The access token you provided has expired.');
  await given.signIn();
  expect((await given.searchOrders(anything)).status).toBe(200);
});

it.each([
  ['a wrong rate', '7', '7'],
  ['no rate at all', null, null],
])('can tell %s', async (_case, rateLimitHeader, sent) => {
  await using given = await startTestAmazon();
  given.amazon.faults.rateLimitHeader = rateLimitHeader;

  expect((await given.searchOrders(anything)).headers.get('x-amzn-ratelimit-limit')).toBe(sent);
});

it('can have a clock that is off, and holds it against callers', async () => {
  await using given = await startTestAmazon();
  given.amazon.faults.clockSkewMs = -5 * MINUTE;

  const { status, headers } = await given.searchOrders({ ...anything, lastUpdatedBefore: '2026-03-10T11:57:00Z' });

  expect(headers.get('date')).toBe('Tue, 10 Mar 2026 11:55:00 GMT');
  expect(status).toBe(400);
});

async function inTurn<Result>(count: number, act: () => Promise<Result>): Promise<Result[]> {
  const results: Result[] = [];
  for (let n = 0; n < count; n += 1) results.push(await act());
  return results;
}
