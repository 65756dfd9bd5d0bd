import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { toSummary } from '../../../infra/cli/print-summary.ts';
import { toReportWithoutRun } from '../../../infra/cli/run-entry.ts';
import { readOutboundSettings } from '../../../infra/cli/read-outbound-settings.ts';
import { type AziPlace, type AziResult, azi, aziPlace } from '../../support/azi.ts';
import { outboundRequest } from '../../support/outbound-house.ts';

let place: AziPlace;
beforeAll(async () => {
  place = await aziPlace();
});
afterAll(() => place[Symbol.asyncDispose]());

const outbound = (...args: string[]) => azi(['outbound', ...args, '--state', place.stateDir]);

async function fileOf(content: string) {
  const file = place.path('orders.json');
  await writeFile(file, content);
  return file;
}

async function emptyFile() {
  const file = place.path('empty.json');
  await writeFile(file, '[]');
  return file;
}

const ordersOf = ({ stdout }: AziResult): unknown => (JSON.parse(stdout) as { orders: unknown }).orders;

describe('azi outbound', () => {
  it('refuses what it cannot read, quotes none of it, and makes nothing', async () => {
    const refusals = await Promise.all([
      outbound('add', await fileOf('[{ canary'), '--shop', 'S1'),
      outbound('add', await emptyFile(), '--shop', 'S1'),
      outbound('add', place.path('nowhere.json'), '--shop', 'S1'),
      outbound('add', place.path('orders.json')),
      outbound('list', '--shop', 'S 1'),
      outbound('list', '--shop', 'S1'),
    ]);

    expect(refusals.map(({ code }) => code)).toEqual([1, 1, 1, 1, 1, 1]);
    expect(refusals.map(({ stderr }) => stderr.split('\n')[0])).toEqual([
      expect.stringContaining('is no JSON'),
      expect.stringContaining('an empty array'),
      expect.stringContaining('cannot be read'),
      expect.stringContaining('--shop is missing'),
      expect.stringContaining('--shop is no shopId'),
      expect.stringContaining('There is nothing in the state directory'),
    ]);
    expect(JSON.stringify(refusals)).not.toContain('canary');
    expect(existsSync(place.stateDir)).toBe(false);
  });

  it('adds each order on its own, lists them with their reasons, and cancels', async () => {
    const file = await fileOf(
      JSON.stringify([
        outboundRequest('SO-1'),
        outboundRequest('SO-2', { items: [] }),
        outboundRequest('SO-3', { shippingSpeed: 'PRIORITY' }),
        outboundRequest('SO-4'),
      ]),
    );

    const added = await outbound('add', file, '--shop', 'S1', '--json');
    expect(added.code).toBe(1);
    expect(ordersOf(added)).toMatchObject([
      { orderId: 'SO-1', status: 'QUEUED' },
      { orderId: 'SO-2', status: 'REJECTED', error: { name: 'OrderInvalidError' } },
      { orderId: 'SO-3', status: 'REJECTED' },
      { orderId: 'SO-4', status: 'QUEUED' },
    ]);
    const cancelled = await outbound('cancel', 'SO-4', '--shop', 'S1', '--json');
    expect(cancelled.code).toBe(0);

    const listed = await outbound('list', '--shop', 'S1', '--json');
    expect(listed.code).toBe(0);
    expect(ordersOf(listed)).toEqual([
      { orderId: 'SO-1', status: 'QUEUED', shipments: [] },
      expect.objectContaining({ status: 'REJECTED', error: expect.objectContaining({ name: 'OrderInvalidError' }) }),
      expect.objectContaining({ error: expect.objectContaining({ message: expect.stringContaining('PRIORITY') }) }),
      { orderId: 'SO-4', status: 'CANCELLED', shipments: [] },
    ]);
    // One that was rejected and put again is in the queue.
    await outbound('add', await fileOf(JSON.stringify([outboundRequest('SO-2')])), '--shop', 'S1');
    const again = await outbound('list', '--shop', 'S1', '--json');
    expect(ordersOf(again)).toContainEqual({ orderId: 'SO-2', status: 'QUEUED', shipments: [] });
    expect(JSON.stringify([added, listed])).not.toContain('canary');
    const ofNobody = await outbound('list', '--shop', 'S2');
    expect(ofNobody).toMatchObject({ code: 1, stderr: expect.stringContaining('There is no shop "S2"') });
  });

  it('says in words what has become of the orders of a file, and shortens long reasons', async () => {
    const wrong = { marketplaceId: 'x', shippingSpeed: 'x', items: [], destination: {} };
    const orders = [outboundRequest('W-1', { hold: true }), outboundRequest('W-2', wrong), outboundRequest('W-3')];
    const file = await fileOf(JSON.stringify([...orders, outboundRequest('W-3')]));

    const added = await outbound('add', file, '--shop', 'S3');
    expect(added.stdout).toContain('2 of 4 orders are in the queue');
    expect(added.stdout).toContain(
      'W-3: QUEUED. orderId: stands in the file before; number 4 of the file was left out.',
    );
    await outbound('cancel', 'W-1', '--shop', 'S3');
    const again = await outbound('add', await fileOf(JSON.stringify([orders[0]])), '--shop', 'S3');
    expect(again).toMatchObject({ code: 1, stdout: expect.stringContaining('0 of 1 orders are in the queue') });
    expect(again.stdout).toContain('W-1: CANCELLED. The order is CANCELLED, and stays so.');

    const { stdout } = await outbound('list', '--shop', 'S3');
    expect(stdout).toMatch(/W-1 +CANCELLED *\n/);
    expect(Math.max(...stdout.split('\n').map((line) => line.length))).toBeLessThan(180);
    expect(stdout).toContain('--json shows the reasons in full.');
    const notThere = await outbound('cancel', 'W-1#state', '--shop', 'S3');
    expect(notThere).toMatchObject({ code: 1, stdout: expect.stringContaining('orderId: must be 1 to 40') });
  });
});

describe('the summary of a run that has only handed on what was cancelled by hand', () => {
  it('does not say that nothing was sent', () => {
    const report = {
      ...toReportWithoutRun({ shopId: 'S1', sync: 'fulfillment-outbound' }, { note: '' }),
      outcome: 'succeeded' as const,
      batches: 1,
      delivered: 1,
    };
    const entries = [{ report, scheduleId: 'S1-fulfillment-outbound', resumed: false, durationMs: 1 }];

    const text = toSummary({ entries, undelivered: undefined, received: new Map(), silent: [], colored: false });

    expect(text).not.toContain('nothing sent');
    expect(text).toContain('what was still to be sent was sent');
  });
});

describe('how a shop wants its orders shipped', () => {
  it('names a setting that there is not', () => {
    expect(readOutboundSettings({ previw: true })).toEqual({
      problem: '(previw) is unknown; there are apiVersion, preview, stuckAfterHours, displayableOrderComment',
    });
    expect(readOutboundSettings({ preview: 'yes' })).toEqual({ problem: expect.stringContaining('(preview)') });
    expect(readOutboundSettings('x')).toEqual({ problem: expect.stringContaining('must be an object') });
  });
});
