import {
  ConflictException,
  CreateScheduleCommand,
  type CreateScheduleCommandInput,
  DeleteScheduleCommand,
  GetScheduleCommand,
  type GetScheduleCommandOutput,
  ResourceNotFoundException,
  UpdateScheduleCommand,
} from '@aws-sdk/client-scheduler';
import { StartInput } from '../../shared/contracts/start-input.ts';
import type { Sync } from '../../shared/contracts/syncs.ts';
import type { Schedule } from '../../shared/sync/schedule.ts';
import type { StageConnection } from './stage-connection.ts';

/** What a person decides of a schedule. */
export type ScheduleSettings = Pick<Schedule, 'shopId' | 'scheduleId' | 'sync' | 'expression' | 'enabled'>;

type SchedulerMeans = Pick<StageConnection, 'names' | 'functionArn'> & {
  clients: Pick<StageConnection['clients'], 'scheduler'>;
};

/** A firing that found nobody is not made up for: the next one reads from the cursor anyway. */
const RETRY_POLICY = { MaximumRetryAttempts: 0, MaximumEventAgeInSeconds: 60 } as const;

/** Makes the EventBridge schedule that fires a row of `schedules`, or puts it right. Safe to run again. */
export async function putShopSchedule(
  settings: ScheduleSettings,
  means: SchedulerMeans,
): Promise<'created' | 'changed' | 'unchanged'> {
  const { clients } = means;
  const wanted = await toEventBridge(settings, means);
  const found = await find(settings.scheduleId, means);
  if (found && isAlike(found, wanted)) return 'unchanged';
  if (found) {
    await clients.scheduler.send(new UpdateScheduleCommand(wanted));
    return 'changed';
  }
  try {
    await clients.scheduler.send(new CreateScheduleCommand(wanted));
    return 'created';
  } catch (error) {
    if (!(error instanceof ConflictException)) throw error;
    await clients.scheduler.send(new UpdateScheduleCommand(wanted));
    return 'changed';
  }
}

/** Nothing happens when there is no such schedule. */
export async function removeShopSchedule(scheduleId: string, { names, clients }: SchedulerMeans): Promise<void> {
  try {
    await clients.scheduler.send(new DeleteScheduleCommand({ Name: scheduleId, GroupName: names.scheduleGroup }));
  } catch (error) {
    if (!(error instanceof ResourceNotFoundException)) throw error;
  }
}

/** Removes the schedule of a shop; one of that name that fires another shop stays. Nothing happens when there is none. */
export async function removeScheduleOf(
  { shopId, scheduleId }: Pick<Schedule, 'shopId' | 'scheduleId'>,
  means: SchedulerMeans,
): Promise<void> {
  const found = await find(scheduleId, means);
  const fires = StartInput.safeParse(parseJson(found?.Target?.Input)).data;
  if (fires && fires.shopId !== shopId) return;
  await removeShopSchedule(scheduleId, means);
}

function parseJson(text = ''): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

async function find(
  scheduleId: string,
  { names, clients }: SchedulerMeans,
): Promise<GetScheduleCommandOutput | undefined> {
  try {
    return await clients.scheduler.send(new GetScheduleCommand({ Name: scheduleId, GroupName: names.scheduleGroup }));
  } catch (error) {
    if (error instanceof ResourceNotFoundException) return undefined;
    throw error;
  }
}

async function toEventBridge(
  { shopId, scheduleId, sync, expression, enabled }: ScheduleSettings,
  means: SchedulerMeans,
): Promise<CreateScheduleCommandInput> {
  return {
    Name: scheduleId,
    GroupName: means.names.scheduleGroup,
    ScheduleExpression: expression,
    State: enabled ? 'ENABLED' : 'DISABLED',
    FlexibleTimeWindow: { Mode: 'OFF' },
    Target: {
      ...(await target(sync, means)),
      Input: JSON.stringify({ shopId, scheduleId }),
      RetryPolicy: RETRY_POLICY,
    },
  };
}

/** The role is named by the stage and lives in the function's account. */
async function target(sync: Sync, { names, functionArn }: SchedulerMeans) {
  const Arn = await functionArn(names.startFunction(sync));
  const [, partition, , , account] = Arn.split(':');
  return { Arn, RoleArn: `arn:${partition}:iam::${account}:role/${names.scheduleRole}` };
}

const isAlike = (found: GetScheduleCommandOutput, wanted: CreateScheduleCommandInput) =>
  found.ScheduleExpression === wanted.ScheduleExpression &&
  found.State === wanted.State &&
  found.FlexibleTimeWindow?.Mode === wanted.FlexibleTimeWindow?.Mode &&
  found.Target?.Arn === wanted.Target?.Arn &&
  found.Target?.RoleArn === wanted.Target?.RoleArn &&
  found.Target?.Input === wanted.Target?.Input &&
  found.Target?.RetryPolicy?.MaximumRetryAttempts === wanted.Target?.RetryPolicy?.MaximumRetryAttempts &&
  found.Target?.RetryPolicy?.MaximumEventAgeInSeconds === wanted.Target?.RetryPolicy?.MaximumEventAgeInSeconds;
