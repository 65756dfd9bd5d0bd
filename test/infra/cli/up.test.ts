import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type AziPlace, type AziProcess, aziPlace, runsOf, startAzi } from '../../support/azi.ts';

const MINUTES = 60_000;

describe('beside a running azi up', { timeout: 5 * MINUTES }, () => {
  let place: AziPlace;
  let up: AziProcess;
  beforeAll(async () => {
    place = await aziPlace();
    up = startAzi(['up'], { place });
    await up.says('demo orders: succeeded');
  }, 5 * MINUTES);
  afterAll(async () => {
    up.child.kill('SIGKILL');
    await up.ended();
    await place[Symbol.asyncDispose]();
  });

  const azi = (...args: string[]) => startAzi(args, { place }).ended();

  it('the schedule fires by itself, and batches arrive', async () => {
    await up.says('demo orders: rate(10 minutes)');
    await up.says('demo-orders fires');
    await up.says('demo orders: succeeded, 121 read, 121 stored, 3 batches sent');
    await up.says('demo: 21 records received and verified by the built-in receiver');
  });

  it('status sees what it does', async () => {
    const status = await azi('status', 'demo', '--json');

    expect(JSON.parse(status.stdout)).toMatchObject({
      shops: [{ shopId: 'demo', syncs: expect.arrayContaining([expect.objectContaining({ sync: 'orders' })]) }],
    });
  });

  it('sync runs there', async () => {
    const sync = await azi('sync', 'orders', 'demo', '--json');

    expect(runsOf(sync)).toMatchObject([{ shopId: 'demo', outcome: 'succeeded' }]);
    expect(sync.code).toBe(0);
  });

  it('another owner is refused, with the process and the command that hold the directory', async () => {
    const run = await azi('run');

    expect(run.code).toBe(1);
    expect(run.stderr).toMatch(/is in use by process \d+ \(azi up\)/);
  });

  it('schedules are set, paused, resumed and put right', async () => {
    expect(await azi('schedule', 'set', 'demo', 'orders', 'rate(1 hour)')).toMatchObject({ code: 0 });
    expect((await azi('schedule', 'pause', 'demo', 'orders')).stdout).toBe('demo-orders: paused.\n');
    expect((await azi('status')).stdout).toContain('paused');
    expect((await azi('schedule', 'resume', 'demo', 'orders')).stdout).toBe('demo-orders: runs at rate(1 hour).\n');
    expect(JSON.parse((await azi('schedule', 'reconcile', '--json')).stdout)).toMatchObject({ changes: [] });
  });

  it('Ctrl-C ends it in order', async () => {
    up.child.kill('SIGINT');

    expect((await up.ended()).code).toBe(0);
    expect(up.stderr()).toContain('Going down');
    expect((await azi('status')).code).toBe(0);
  });
});
