import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openOrderMemory } from '../../../../../infra/local/amazon/outbound/order-memory.ts';
import { createOrder, getOrder, listOrders } from '../../../../support/outbound-orders.ts';
import { DAY, HOUR, startTestAmazon, type TestAmazon } from '../../../../support/test-amazon.ts';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'azi-memory-'));
});
afterEach(() => rmSync(directory, { recursive: true }));

const orders = () => join(directory, 'orders');
const remembering = async () => {
  const given = await startTestAmazon();
  given.account.outbound.remember(openOrderMemory(orders()));
  return given;
};

/** What is told of an order, but for whom it goes to. */
const told = async (given: TestAmazon, orderId: string) => ({
  ...(await getOrder(given, orderId)).body.order,
  destination: undefined,
});

it('has every order in the next process, with the life that it was to have', async () => {
  await using before = await remembering();
  before.amazon.faults.outbound.fates.set('SO-00002', 'split');
  before.amazon.faults.outbound.fates.set('SO-00003', 'partial');
  for (const orderId of ['SO-00001', 'SO-00002', 'SO-00003', 'so-00003', 'SO 4/../é']) {
    await createOrder(before, { orderId });
  }
  before.account.outbound.cancel('SO-00001');

  // The process is gone: nothing was told to end.
  await using after = await remembering();

  for (const pause of [0, 6 * HOUR, 3 * DAY]) {
    for (const given of [before, after]) {
      given.pass(pause);
      await given.signIn();
    }
    for (const orderId of ['SO-00001', 'SO-00002', 'SO-00003', 'so-00003']) {
      expect(await told(after, orderId)).toEqual(await told(before, orderId));
    }
  }
  const listed = await listOrders(after, { updatedAfter: '2026-03-01T00:00:00Z' });
  expect(listed.body.orders).toHaveLength(5);
  expect((await createOrder(after)).status).toBe(400);
});

it('numbers the packages of later orders on', async () => {
  await using before = await remembering();
  await createOrder(before);
  await using after = await remembering();

  await createOrder(after, { orderId: 'SO-00002' });

  const shipped = ['SO-00001', 'SO-00002'].map((orderId) => after.account.outbound.advance(orderId));
  const numbers = shipped.flatMap(({ shipments }) => shipments.flatMap(({ packages }) => packages));
  expect(new Set(numbers.map(({ packageNumber }) => packageNumber)).size).toBe(2);
});

it('keeps files for their owner alone, with nobody’s address in them', async () => {
  await using given = await remembering();

  await createOrder(given, {
    destination: { deliveryAddress: { ...canary, postalCode: '66044', countryCode: 'US' }, deliveryNotes: 'canary' },
  });

  const [file = ''] = readdirSync(orders());
  expect(statSync(orders()).mode & 0o777).toBe(0o700);
  expect(statSync(join(orders(), file)).mode & 0o777).toBe(0o600);
  expect(readFileSync(join(orders(), file), 'utf8')).not.toMatch(/canary|66044/);
});

it('does not take a half-written draft for an order, and names a file that it cannot read', async () => {
  await using given = await remembering();
  await createOrder(given);
  const [file = ''] = readdirSync(orders());
  writeFileSync(join(orders(), 'killed.json.draft'), '{ "request"');
  expect(openOrderMemory(orders()).load()).toHaveLength(1);

  writeFileSync(join(orders(), file), '{}');

  expect(() => openOrderMemory(orders()).load()).toThrow(file);
});

const canary = { name: 'canary', addressLine1: 'canary', city: 'canary', stateOrRegion: 'KS', phone: 'canary' };
