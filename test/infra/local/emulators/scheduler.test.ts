import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  ConflictException,
  CreateScheduleCommand,
  type CreateScheduleCommandInput,
  DeleteScheduleCommand,
  GetScheduleCommand,
  paginateListSchedules,
  ResourceNotFoundException,
  SchedulerClient,
  UpdateScheduleCommand,
  ValidationException,
} from '@aws-sdk/client-scheduler';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type AwsServer, startAwsServer } from '../../../../infra/local/emulators/aws-server.ts';
import { ScheduleStore } from '../../../../infra/local/emulators/schedule-store.ts';
import { schedulerApi } from '../../../../infra/local/emulators/scheduler.ts';
import { awsConnection } from '../../../support/aws-connection.ts';

let stateDir: string;
const servers: AwsServer[] = [];
beforeEach(() => {
  stateDir = mkdtempSync(join(tmpdir(), 'azi-scheduler-'));
});
afterEach(async () => {
  for (const server of servers.splice(0)) await server.stop();
  rmSync(stateDir, { recursive: true, force: true });
});

it('keeps a schedule over a restart, as it was given', async () => {
  const { ScheduleArn } = await (await start()).send(new CreateScheduleCommand(schedule('S1-orders')));

  const found = await (await start()).send(new GetScheduleCommand({ Name: 'S1-orders', GroupName: 'azi-local' }));

  expect(ScheduleArn).toBe('arn:aws:scheduler:us-east-1:000000000000:schedule/azi-local/S1-orders');
  expect(found).toMatchObject({
    ...schedule('S1-orders'),
    State: 'ENABLED',
    Arn: ScheduleArn,
    CreationDate: expect.any(Date),
  });
});

it('replaces a schedule whole', async () => {
  const scheduler = await start();
  await scheduler.send(new CreateScheduleCommand({ ...schedule('S1-orders'), Description: 'old' }));

  await scheduler.send(
    new UpdateScheduleCommand({ ...schedule('S1-orders'), State: 'DISABLED', ScheduleExpression: 'cron(0 6 * * ? *)' }),
  );

  const found = await scheduler.send(new GetScheduleCommand({ Name: 'S1-orders', GroupName: 'azi-local' }));
  expect(found).toMatchObject({ State: 'DISABLED', ScheduleExpression: 'cron(0 6 * * ? *)' });
  expect(found.Description).toBeUndefined();
});

it('refuses as AWS does', async () => {
  const scheduler = await start();
  await scheduler.send(new CreateScheduleCommand(schedule('S1-orders')));
  const absent = { Name: 'S2-orders', GroupName: 'azi-local' };

  const refusals = [
    [scheduler.send(new CreateScheduleCommand(schedule('S1-orders'))), ConflictException],
    [
      scheduler.send(new CreateScheduleCommand({ ...schedule('S2-orders'), GroupName: 'other' })),
      ResourceNotFoundException,
    ],
    [
      scheduler.send(new CreateScheduleCommand({ ...schedule('S2-orders'), ScheduleExpression: 'rate(1 minutes)' })),
      ValidationException,
    ],
    [scheduler.send(new UpdateScheduleCommand(schedule('S2-orders'))), ResourceNotFoundException],
    [scheduler.send(new GetScheduleCommand(absent)), ResourceNotFoundException],
    [scheduler.send(new DeleteScheduleCommand(absent)), ResourceNotFoundException],
  ] as const;

  await Promise.all(refusals.map(async ([sending, error]) => await expect(sending).rejects.toBeInstanceOf(error)));
});

it('lists a group, page by page, and forgets what is deleted', async () => {
  const scheduler = await start();
  for (const name of ['S1-orders', 'S2-orders', 'S3-orders'])
    await scheduler.send(new CreateScheduleCommand(schedule(name)));
  await scheduler.send(new CreateScheduleCommand({ ...schedule('elsewhere'), GroupName: 'default' }));
  await scheduler.send(new DeleteScheduleCommand({ Name: 'S2-orders', GroupName: 'azi-local' }));

  const names: unknown[] = [];
  for await (const { Schedules = [] } of paginateListSchedules(
    { client: scheduler, pageSize: 1 },
    { GroupName: 'azi-local' },
  )) {
    names.push(...Schedules.map(({ Name }) => Name));
  }

  expect(names).toEqual(['S1-orders', 'S3-orders']);
});

async function start() {
  const server = await startAwsServer({ instanceId: 'test' });
  servers.push(server);
  const scheduler = schedulerApi({ store: new ScheduleStore({ stateDir }), groups: ['azi-local'] });
  server.play({ rest: { schedules: scheduler, 'schedule-groups': scheduler } });
  return new SchedulerClient(awsConnection(server.endpoint));
}

const schedule = (name: string) =>
  ({
    Name: name,
    GroupName: 'azi-local',
    ScheduleExpression: 'rate(10 minutes)',
    FlexibleTimeWindow: { Mode: 'OFF' },
    Target: {
      Arn: 'arn:aws:lambda:us-east-1:000000000000:function:azi-local-orders-start',
      RoleArn: 'arn:aws:iam::000000000000:role/azi-local-scheduler',
      Input: '{"shopId":"S1"}',
      RetryPolicy: { MaximumRetryAttempts: 0, MaximumEventAgeInSeconds: 60 },
    },
  }) satisfies CreateScheduleCommandInput;
