import { writeFile } from 'node:fs/promises';
import { GetScheduleCommand, UpdateScheduleCommand } from '@aws-sdk/client-scheduler';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { SendMessageCommand } from '@aws-sdk/client-sqs';
import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { checkScheduleId } from '../../../infra/cli/check-schedule-id.ts';
import { checkAgainstStage, onboardShop } from '../../../infra/cli/onboard-shop.ts';
import { offboardShop } from '../../../infra/cli/offboard-shop.ts';
import { queueUrlsOf } from '../../../infra/cli/queue-urls.ts';
import { toStatusText } from '../../../infra/cli/print-status.ts';
import { startProgress } from '../../../infra/cli/progress.ts';
import { readStatus } from '../../../infra/cli/read-status.ts';
import { reconcileSchedules } from '../../../infra/cli/reconcile-schedules.ts';
import { runAndDeliver } from '../../../infra/cli/run-and-deliver.ts';
import { toRunAnswer } from '../../../infra/cli/run-answer.ts';
import { putShopSchedule, removeShopSchedule } from '../../../infra/cli/shop-schedule.ts';
import { connectStage, type StageConnection } from '../../../infra/cli/stage-connection.ts';
import { waitForDeliveries } from '../../../infra/cli/wait-for-deliveries.ts';
import { type LocalStack, startLocalStack } from '../../../infra/local/local-stack.ts';
import type { Sync } from '../../../shared/contracts/syncs.ts';
import { DeliveryQueue } from '../../../shared/delivery/delivery-queue.ts';
import { answeringClient } from '../../support/answering-client.ts';
import { azi, type AziPlace, aziPlace } from '../../support/azi.ts';

const MINUTES = 60_000;
const interrupted = new AbortController().signal;

const REFUSED = 'Downstream has refused 2 records of earlier runs: dead letters now.';

describe('a stage whose stores are up', { timeout: MINUTES }, () => {
  let place: AziPlace;
  let stack: LocalStack;
  let connection: StageConnection;
  beforeAll(async () => {
    place = await aziPlace();
    vi.stubEnv('XDG_CONFIG_HOME', place.path('config'));
    stack = await startLocalStack({
      stateDir: place.stateDir,
      command: 'a test',
      mode: 'stores',
      fireSchedules: false,
      speed: 1,
      spApiEndpoint: '',
      lwaEndpoint: '',
    });
    connection = connectStage('local', stack.endpoints);
  }, 5 * MINUTES);
  afterAll(async () => {
    connection.clients.destroy();
    await stack.stop();
    await place[Symbol.asyncDispose]();
  });

  const shop = (shopId: string, changes = {}) => ({
    shopId,
    sellerId: `A1${shopId}`,
    region: 'eu' as const,
    marketplaceIds: ['A1PA6795UKMFR9'],
    refreshToken: 'Atzr|one',
    ...changes,
  });
  const eventBridge = (Name: string) =>
    connection.clients.scheduler.send(new GetScheduleCommand({ Name, GroupName: 'azi-local' }));

  it('keeps a shop’s settings in its row, its secrets in the secret store, and fires its syncs', async () => {
    await onboardShop(shop('one', { downstreamUrl: 'http://127.0.0.1:9', downstreamSecret: 'whsec_b25l' }), connection);

    const row = await connection.shops.find('one');
    expect(row).toMatchObject({ sellerId: 'A1one', downstreamUrl: 'http://127.0.0.1:9' });
    expect(JSON.stringify(row)).not.toMatch(/Atzr|whsec_/);
    expect(await connection.secrets.ofShop('one')).toEqual({
      refreshToken: 'Atzr|one',
      downstreamSecret: 'whsec_b25l',
    });
    expect(await eventBridge('one-orders')).toMatchObject({
      ScheduleExpression: 'rate(10 minutes)',
      State: 'ENABLED',
      Target: {
        Arn: expect.stringMatching(/function:azi-local-orders-start$/),
        RoleArn: expect.stringMatching(/role\/azi-local-scheduler$/),
        Input: '{"shopId":"one","scheduleId":"one-orders"}',
        RetryPolicy: { MaximumRetryAttempts: 0 },
      },
    });
  });

  it('onboarded again, keeps cursor, expression and pause of its schedules, and is no longer paused with a new token', async () => {
    await onboardShop(shop('two'), connection);
    const settings = { shopId: 'two', scheduleId: 'two-orders', sync: 'orders' as const };
    await connection.schedules.setFirstCursor({ ...settings, startTime: '2026-11-01T00:00:00.000Z' });
    await connection.schedules.saveSettings({ ...settings, expression: 'rate(1 hour)', enabled: false });
    await connection.shops.setPaused('two', { reason: 'invalid_grant', since: '2026-11-01', probeAt: '2026-11-02' });

    await onboardShop(shop('two'), connection);
    expect((await connection.shops.find('two'))?.paused).toBeDefined();
    await onboardShop(shop('two', { refreshToken: 'Atzr|new' }), connection);

    expect((await connection.shops.find('two'))?.paused).toBeUndefined();
    expect(await connection.schedules.find('two', 'two-orders')).toMatchObject({
      expression: 'rate(1 hour)',
      enabled: false,
      nextStartTime: '2026-11-01T00:00:00.000Z',
    });
    expect(await eventBridge('two-orders')).toMatchObject({ ScheduleExpression: 'rate(1 hour)', State: 'DISABLED' });
  });

  it('given a new token by flags, keeps whatever else is stored of the shop; a file still says all of it', async () => {
    const settings = {
      downstreamUrl: 'https://erp.example.com/in',
      deliverBuyerData: true,
      since: '2026-10-01T00:00:00.000Z',
      returns: { merchantReport: 'FLAT_FILE' as const },
      fulfillmentOutbound: { preview: true },
    };
    await onboardShop(shop('kept', { ...settings, downstreamSecret: 'whsec_b25l' }), connection);
    const flags = ['--shop-id', 'kept', '--seller-id', 'A1kept', '--region', 'eu', '--marketplaces', 'A1PA6795UKMFR9'];
    const add = (...more: string[]) =>
      azi(['shop', 'add', ...more, '--state', place.stateDir], { environment: { TOKEN: 'Atzr|two' } });

    const byFlags = await add(...flags, '--refresh-token-env', 'TOKEN');

    expect(byFlags).toMatchObject({ code: 0, stderr: '' });
    expect(byFlags.stdout).toContain(
      'kept as they were: downstreamUrl, downstreamSecret, deliverBuyerData, since, fulfillmentOutbound, returns',
    );
    expect(byFlags.stdout).not.toMatch(/no downstream URL|whsec_|Atzr/);
    expect(await connection.shops.find('kept')).toMatchObject(settings);
    expect(await connection.secrets.ofShop('kept')).toEqual({
      refreshToken: 'Atzr|two',
      downstreamSecret: 'whsec_b25l',
    });

    await add(...flags, '--refresh-token-env', 'TOKEN', '--no-deliver-buyer-data');
    expect(await connection.shops.find('kept')).toMatchObject({ ...settings, deliverBuyerData: false });

    await writeFile(place.path('kept.json'), JSON.stringify(shop('kept', { since: '2026-11-01' })));
    const byFile = await add(place.path('kept.json'));
    expect(byFile.stdout).toContain(
      'no longer set: downstreamUrl, downstreamSecret, deliverBuyerData, fulfillmentOutbound, returns',
    );
    const stored = await connection.shops.find('kept');
    expect(stored).toMatchObject({ since: '2026-11-01T00:00:00.000Z' });
    expect(stored).not.toHaveProperty('returns');
  });

  it('refuses a seller and region that is a shop already, and a shopId that is another seller', async () => {
    await onboardShop(shop('three'), connection);
    const existing = await connection.shops.list();
    const check = (candidate: ReturnType<typeof shop>) => () => checkAgainstStage(candidate, existing, connection);

    expect(check(shop('three'))).not.toThrow();
    expect(check(shop('four', { sellerId: 'A1three' }))).toThrow('sellerId A1three in eu is already shop "three" here');
    expect(check(shop('three', { sellerId: 'A1four' }))).toThrow('shopId is already seller A1three in eu here');
    expect(check(shop('four', { sellerId: 'A1three', region: 'na' }))).not.toThrow();
  });

  it('puts schedules right: missing, changed and left over, and tells which', async () => {
    await onboardShop(shop('five'), connection);
    await onboardShop(shop('six'), connection);
    await onboardShop(shop('seven'), connection);
    await removeShopSchedule('five-orders', connection);
    const six = await eventBridge('six-orders');
    await connection.clients.scheduler.send(
      new UpdateScheduleCommand({
        Name: 'six-orders',
        GroupName: 'azi-local',
        ScheduleExpression: 'rate(3 hours)',
        FlexibleTimeWindow: { Mode: 'OFF' },
        Target: six.Target,
      }),
    );
    for (const { scheduleId } of await connection.schedules.list('seven')) {
      if (scheduleId !== 'seven-orders') await removeShopSchedule(scheduleId, connection);
      await connection.schedules.remove('seven', scheduleId);
    }
    await connection.shops.remove('seven');

    const { changes } = await reconcileSchedules(connection);

    expect(changes.toSorted((a, b) => a.scheduleId.localeCompare(b.scheduleId))).toEqual([
      { scheduleId: 'five-orders', change: 'created' },
      { scheduleId: 'seven-orders', change: 'deleted' },
      { scheduleId: 'six-orders', change: 'changed' },
    ]);
    expect(await reconcileSchedules(connection)).toMatchObject({ changes: [] });
  });

  it('refuses an id for a schedule that another has, or will have: EventBridge knows them by their ids alone', async () => {
    await onboardShop(shop('nine'), connection);
    await onboardShop(shop('ten'), connection);
    const nightly = { shopId: 'nine', sync: 'orders' as const, scheduleId: 'nightly' };
    await connection.schedules.saveSettings({ ...nightly, expression: 'rate(1 day)', enabled: true });
    const check = (changed: Partial<{ shopId: string; sync: Sync; scheduleId: string }>) =>
      checkScheduleId({ ...nightly, ...changed }, connection);

    const shops = (await connection.shops.list()).filter(({ shopId }) => shopId === 'nine');
    const status = toStatusText(await readStatus(shops, { connection, now: () => new Date() }));
    expect(status).toContain('nine  orders (nine-orders)');
    expect(status).toContain('nine  orders (nightly)');
    expect(status).toMatch(/nine {2}returns {2,}/);

    await expect(check({})).resolves.toBeUndefined();
    await expect(check({ scheduleId: 'nine-orders' })).resolves.toBeUndefined();
    await expect(check({ scheduleId: 'weekly' })).resolves.toBeUndefined();
    await expect(check({ shopId: 'ten' })).rejects.toThrow('is a schedule of shop "nine" already');
    await expect(check({ sync: 'items' })).rejects.toThrow('is the schedule of orders of shop "nine", not of items');
    await expect(check({ scheduleId: 'nine-items' })).rejects.toThrow('not of orders');
    await expect(check({ scheduleId: 'eleven-orders' })).rejects.toThrow(
      'is what the schedule of orders of a shop "eleven" is called',
    );
  });

  it('forgets a shop that is removed: nothing fires, no secret stays', async () => {
    await onboardShop(shop('eight'), connection);

    await offboardShop('eight', connection);

    await expect(eventBridge('eight-orders')).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
    await expect(connection.secrets.ofShop('eight')).rejects.toThrow('There is no secret');
    expect(await connection.shops.find('eight')).toBeUndefined();
  });

  it('does not call it a success when downstream refuses what an earlier run has handed out', async () => {
    await onboardShop(
      shop('refused', { downstreamUrl: 'http://127.0.0.1:9', downstreamSecret: 'whsec_b25l' }),
      connection,
    );
    const { sqs } = connection.clients;
    const queue = new DeliveryQueue(sqs, await queueUrlsOf('orders', connection), () => new Date());
    const letter = (shopId: string, orderId: string) => ({
      content: { batchId: orderId, shopId, kind: 'orders' as const, records: [{ version: 1, orderId }] },
      reason: 'downstream answered 422',
    });
    const message = (messageId: string) => ({
      messageId,
      body: '',
      receiptHandle: '',
      receiveCount: 1,
      sentAt: new Date(),
      run: undefined,
    });
    await queue.setAside(message('before'), letter('refused', 'old'));
    // The run itself finds nothing; meanwhile what waited in the queue is refused, and so is something of another shop.
    const lambda = answeringClient(new LambdaClient({ region: 'us-east-1' }), {
      async InvokeCommand() {
        await queue.setAside(message('one'), letter('refused', 'one'));
        await queue.setAside(message('two'), letter('refused', 'two'));
        await queue.setAside(message('three'), letter('another', 'three'));
        return { Payload: { transformToString: () => '{"outcome":"skipped","note":"nothing to read"}' } };
      },
    });
    const means = {
      connection: { ...connection, clients: { ...connection.clients, lambda } },
      progress: startProgress({ write: () => undefined }),
      interrupted,
    };
    const shops = (await connection.shops.list()).filter(({ shopId }) => shopId === 'refused');

    const outcome = await runAndDeliver({ shops, syncs: ['orders'], startTime: undefined, open: [] }, means);

    expect(outcome.refusedEarlier).toEqual([{ shopId: 'refused', sync: 'orders', records: 2 }]);
    const entries = outcome.entries.map((entry) => ({
      ...entry,
      report: { ...entry.report, outcome: 'succeeded' as const },
    }));
    const told = toRunAnswer({ ...outcome, entries }, { world: undefined, colored: false });
    expect(told).toMatchObject({ ok: false, json: { runs: [{ notes: expect.arrayContaining([REFUSED]) }] } });
    expect(told.text).toContain(REFUSED);
    expect(toRunAnswer({ ...outcome, entries, refusedEarlier: [] }, { world: undefined, colored: false }).ok).toBe(
      true,
    );
  });

  it('leaves what fires another shop when a shop is removed: an older version let two have one scheduleId', async () => {
    await onboardShop(shop('stays'), connection);
    await onboardShop(shop('goes'), connection);
    const nightly = { sync: 'orders' as const, scheduleId: 'both', expression: 'rate(1 day)', enabled: true };
    for (const shopId of ['stays', 'goes']) await connection.schedules.saveSettings({ ...nightly, shopId });
    await putShopSchedule({ ...nightly, shopId: 'stays' }, connection);

    await offboardShop('goes', connection);

    expect(await eventBridge('both')).toMatchObject({ Target: { Input: '{"shopId":"stays","scheduleId":"both"}' } });
    await expect(eventBridge('goes-orders')).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
    await offboardShop('stays', connection);
    await expect(eventBridge('both')).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });

  it('waits for deliveries no longer than its patience, and tells what waits; never for a shop without a URL', async () => {
    await onboardShop(shop('silent'), connection);
    await onboardShop(
      shop('waiting', { downstreamUrl: 'http://127.0.0.1:9', downstreamSecret: 'whsec_b25l' }),
      connection,
    );
    await connection.shops.setDownstreamAway('waiting', {
      until: new Date(Date.now() + MINUTES).toISOString(),
      reason: 'downstream answered 503',
    });
    const means = { connection, interrupted, patienceMs: 300 };
    const undelivered = (shopId: string) =>
      connection.clients.documents.send(
        new PutCommand({
          TableName: 'azi-local-orders',
          Item: { shopId, orderId: '1', undeliveredSince: '2026-11-01' },
        }),
      );
    await undelivered('silent');
    expect(await waitForDeliveries({ shopIds: ['silent'], syncs: ['orders'] }, means)).toBeUndefined();

    await undelivered('waiting');
    const { url } = await queueUrlsOf('orders', connection);
    await connection.clients.sqs.send(
      new SendMessageCommand({
        QueueUrl: url,
        MessageBody: '{}',
        MessageGroupId: 'waiting',
        MessageDeduplicationId: '1',
      }),
    );

    expect(await waitForDeliveries({ shopIds: ['silent', 'waiting'], syncs: ['orders'] }, means)).toEqual({
      batches: 1,
      records: { waiting: 1 },
      away: { waiting: 'downstream answered 503' },
    });
    const shops = (await connection.shops.list()).filter(({ shopId }) => shopId === 'waiting');
    const status = await readStatus(shops, { connection, now: () => new Date() });
    expect(toStatusText(status)).toContain(
      'waiting: downstream 127.0.0.1:9 does not take batches (downstream answered 503)',
    );
    const later = await readStatus(shops, { connection, now: () => new Date(Date.now() + 2 * MINUTES) });
    expect(later.shops[0]).toMatchObject({ downstreamAwayUntil: null, downstreamAwayReason: null });
  });
});
