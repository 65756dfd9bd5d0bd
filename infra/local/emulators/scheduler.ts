import * as z from 'zod/mini';
import { parseScheduleExpression } from '../../../shared/sync/schedule-expression.ts';
import { ScheduleExpressionError } from '../../../shared/sync/schedule-expression-error.ts';
import { LOCAL_ACCOUNT, LOCAL_REGION } from '../aws-endpoints.ts';
import { AwsError } from './aws-error.ts';
import { type AwsAnswer, type AwsRequest, describeRequest, jsonAnswer, parseBody } from './aws-request.ts';
import { parseInput } from './operations.ts';
import type { ScheduleId, ScheduleStore, StoredSchedule } from './schedule-store.ts';

/** The part of EventBridge Scheduler's REST API that makes, changes and lists schedules. Groups are the template's. */
export const schedulerApi =
  ({ store, groups }: { store: ScheduleStore; groups: readonly string[] }) =>
  (request: AwsRequest): AwsAnswer => {
    const [collection, name] = request.path;
    const means = { store, groups: ['default', ...groups] };
    if (collection === 'schedules' && name !== undefined) return oneSchedule(request, { name, ...means });
    if (collection === 'schedules' && request.method === 'GET') return jsonAnswer(listSchedules(request.query, means));
    if (collection === 'schedule-groups' && request.method === 'GET') return scheduleGroups(name, means.groups);
    throw notPlayed(request);
  };

interface Means {
  store: ScheduleStore;
  groups: readonly string[];
}

function oneSchedule(request: AwsRequest, { name, store, groups }: Means & { name: string }): AwsAnswer {
  const inQuery = { Name: name, GroupName: request.query.get('groupName') ?? 'default' };
  switch (request.method) {
    case 'GET':
      return jsonAnswer({ ...existing(inQuery, store), Arn: scheduleArn(inQuery) });
    case 'DELETE':
      store.delete(existing(inQuery, store));
      return jsonAnswer({});
    case 'POST': {
      const schedule = readSchedule(name, request);
      if (!groups.includes(schedule.GroupName)) throw notFound(`Schedule group ${schedule.GroupName} does not exist.`);
      if (store.find(schedule) !== undefined) {
        throw new AwsError('ConflictException', `Schedule ${name} already exists.`, 409);
      }
      store.save(schedule);
      return jsonAnswer({ ScheduleArn: scheduleArn(schedule) });
    }
    case 'PUT': {
      const schedule = readSchedule(name, request);
      const { CreationDate } = existing(schedule, store);
      store.save({ ...schedule, CreationDate });
      return jsonAnswer({ ScheduleArn: scheduleArn(schedule) });
    }
    default:
      throw notPlayed(request);
  }
}

const ScheduleInput = z.looseObject({
  GroupName: z.optional(z.string()),
  ScheduleExpression: z.string(),
  ScheduleExpressionTimezone: z.optional(z.literal('UTC')),
  State: z.optional(z.enum(['ENABLED', 'DISABLED'])),
  FlexibleTimeWindow: z.looseObject({ Mode: z.enum(['OFF', 'FLEXIBLE']) }),
  Target: z.looseObject({ Arn: z.string(), RoleArn: z.string(), Input: z.optional(z.string()) }),
});

function readSchedule(name: string, request: AwsRequest): StoredSchedule {
  if (!/^[\w.-]{1,64}$/.test(name))
    throw new AwsError('ValidationException', `The name ${name} has other than 1 to 64 of 0-9 A-Z a-z - _ .`);
  const { ClientToken: _, ...input } = parseInput(ScheduleInput, parseBody(request));
  try {
    parseScheduleExpression(input.ScheduleExpression);
  } catch (error) {
    if (error instanceof ScheduleExpressionError) throw new AwsError('ValidationException', error.message);
    throw error;
  }
  const now = Date.now() / 1000;
  return {
    ...input,
    Name: name,
    GroupName: input.GroupName ?? 'default',
    State: input.State ?? 'ENABLED',
    CreationDate: now,
    LastModificationDate: now,
  };
}

function existing(id: ScheduleId, store: ScheduleStore): StoredSchedule {
  const schedule = store.find(id);
  if (schedule === undefined) throw notFound(`Schedule ${id.Name} does not exist.`);
  return schedule;
}

function listSchedules(query: URLSearchParams, { store }: Means) {
  const group = query.get('ScheduleGroup');
  const prefix = query.get('NamePrefix') ?? '';
  const state = query.get('State');
  const after = Number(query.get('NextToken') ?? 0);
  const all = store
    .list()
    .filter(({ GroupName }) => group === null || GroupName === group)
    .filter(({ Name }) => Name.startsWith(prefix))
    .filter(({ State }) => state === null || State === state);
  const end = after + Number(query.get('MaxResults') ?? 100);
  return {
    Schedules: all.slice(after, end).map((schedule) => ({
      Arn: scheduleArn(schedule),
      Name: schedule.Name,
      GroupName: schedule.GroupName,
      State: schedule.State,
      CreationDate: schedule.CreationDate,
      LastModificationDate: schedule.LastModificationDate,
      Target: { Arn: schedule.Target.Arn },
    })),
    ...(end < all.length && { NextToken: String(end) }),
  };
}

function scheduleGroups(name: string | undefined, groups: readonly string[]): AwsAnswer {
  if (name === undefined) return jsonAnswer({ ScheduleGroups: groups.map(toGroup) });
  if (!groups.includes(name)) throw notFound(`Schedule group ${name} does not exist.`);
  return jsonAnswer(toGroup(name));
}

const toGroup = (group: string) => ({
  Arn: `arn:aws:scheduler:${LOCAL_REGION}:${LOCAL_ACCOUNT}:schedule-group/${group}`,
  Name: group,
  State: 'ACTIVE',
});

const scheduleArn = ({ Name, GroupName }: ScheduleId) =>
  `arn:aws:scheduler:${LOCAL_REGION}:${LOCAL_ACCOUNT}:schedule/${GroupName}/${Name}`;

const notFound = (message: string) => new AwsError('ResourceNotFoundException', message, 404);

const notPlayed = (request: AwsRequest) =>
  new AwsError('NotImplementedException', `A local stack cannot do this: ${describeRequest(request)}.`, 501);
