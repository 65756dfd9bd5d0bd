import {
  DeleteCommand,
  type DynamoDBDocumentClient,
  GetCommand,
  paginateQuery,
  UpdateCommand,
  type UpdateCommandInput,
} from '@aws-sdk/lib-dynamodb';
import { ifConditionHolds } from '../aws/if-condition-holds.ts';
import type { Lane } from '../sp-api/usage/usage-limiter.ts';
import type { Run, RunError } from './run.ts';
import { type Lease, leaseAttribute, Schedule } from './schedule.ts';

interface LeaseOf {
  readonly shopId: string;
  readonly scheduleId: string;
  readonly lane: Lane;
}

/** The `schedules` table: cursors and leases. Every write of either names what it found, so that two never both succeed. */
export class ScheduleStore {
  private readonly client: DynamoDBDocumentClient;
  private readonly table: string;

  constructor(client: DynamoDBDocumentClient, table: string) {
    this.client = client;
    this.table = table;
  }

  async find(shopId: string, scheduleId: string): Promise<Schedule | undefined> {
    const { Item } = await this.client.send(
      new GetCommand({ TableName: this.table, Key: { shopId, scheduleId }, ConsistentRead: true }),
    );
    return Item && Schedule.parse(Item);
  }

  async list(shopId: string): Promise<Schedule[]> {
    const schedules: Schedule[] = [];
    const query = {
      TableName: this.table,
      KeyConditionExpression: 'shopId = :shopId',
      ExpressionAttributeValues: { ':shopId': shopId },
      ConsistentRead: true,
    };
    for await (const page of paginateQuery({ client: this.client }, query)) {
      for (const item of page.Items ?? []) schedules.push(Schedule.parse(item));
    }
    return schedules;
  }

  /** Writes what a person decides of a schedule; cursor, leases and last run stay. */
  async saveSettings({
    shopId,
    scheduleId,
    sync,
    expression,
    enabled,
  }: Pick<Schedule, 'shopId' | 'scheduleId' | 'sync' | 'expression' | 'enabled'>): Promise<void> {
    await this.update(
      { shopId, scheduleId },
      {
        UpdateExpression: 'SET #sync = :sync, #expression = :expression, #enabled = :enabled',
        ExpressionAttributeNames: { '#sync': 'sync', '#expression': 'expression', '#enabled': 'enabled' },
        ExpressionAttributeValues: { ':sync': sync, ':expression': expression, ':enabled': enabled },
      },
    );
  }

  async remove(shopId: string, scheduleId: string): Promise<void> {
    await this.client.send(new DeleteCommand({ TableName: this.table, Key: { shopId, scheduleId } }));
  }

  /** Gives a schedule without a cursor its first one. One that is there stays. */
  async setFirstCursor({
    shopId,
    scheduleId,
    startTime,
  }: {
    shopId: string;
    scheduleId: string;
    startTime: string;
  }): Promise<boolean> {
    return this.update(
      { shopId, scheduleId },
      {
        UpdateExpression: 'SET nextStartTime = :startTime',
        ConditionExpression: 'attribute_exists(shopId) AND attribute_not_exists(nextStartTime)',
        ExpressionAttributeValues: { ':startTime': startTime },
      },
    );
  }

  /** Takes a lane for `lease`, on condition that it still holds exactly `found` (undefined: nobody). False: it does not. */
  async takeLease({ shopId, scheduleId, lane }: LeaseOf, lease: Lease, found: Lease | undefined): Promise<boolean> {
    return this.update(
      { shopId, scheduleId },
      {
        UpdateExpression: 'SET #lease = :lease',
        ConditionExpression: found
          ? '#lease.#runId = :runId AND #lease.#step = :step AND #lease.#expiresAt = :expiresAt'
          : 'attribute_exists(shopId) AND attribute_not_exists(#lease)',
        ExpressionAttributeNames: {
          '#lease': leaseAttribute(lane),
          ...(found && HOLDER_NAMES),
          ...(found && { '#expiresAt': 'expiresAt' }),
        },
        ExpressionAttributeValues: {
          ':lease': lease,
          ...(found && { ':runId': found.runId, ':step': found.step, ':expiresAt': found.expiresAt }),
        },
      },
    );
  }

  /** Goes from step to step: the holder of `from` becomes the holder of `to`, until `expiresAt` (Unix ms). False: taken over. */
  async renewLease(
    { shopId, scheduleId, lane }: LeaseOf,
    { runId, from, to, expiresAt }: { runId: string; from: number; to: number; expiresAt: number },
  ): Promise<boolean> {
    return this.update(
      { shopId, scheduleId },
      {
        UpdateExpression: 'SET #lease.#step = :to, #lease.#expiresAt = :expiresAt',
        ConditionExpression: HOLDS_LEASE,
        ExpressionAttributeNames: { '#lease': leaseAttribute(lane), ...HOLDER_NAMES, '#expiresAt': 'expiresAt' },
        ExpressionAttributeValues: { ':runId': runId, ':step': from, ':to': to, ':expiresAt': expiresAt },
      },
    );
  }

  /** Lets every lease of the schedule run out at once: for a stack that knows it is alone after a crash. */
  async expireLeases(schedule: Schedule): Promise<void> {
    for (const lane of ['live', 'backfill'] as const) {
      const lease = schedule[leaseAttribute(lane)];
      if (lease) await this.takeLease({ ...schedule, lane }, { ...lease, expiresAt: 0 }, lease);
    }
  }

  /**
   * Ends a run: moves the cursor (if `cursor` is given), records the run and gives the lease back, in one update.
   * False: the lease is another's, or the cursor is no longer the one that the run found.
   */
  async finish(
    run: Run,
    {
      cursor,
      lastRun,
      memory,
    }: { cursor?: string; lastRun: { outcome: string; endedAt: string; error?: RunError }; memory?: unknown },
  ): Promise<boolean> {
    const { shopId, scheduleId, lane, runId, step, foundCursor } = run;
    const cursorAsFound = foundCursor === undefined ? 'attribute_not_exists(nextStartTime)' : 'nextStartTime = :found';
    return this.update(
      { shopId, scheduleId },
      {
        UpdateExpression: `SET lastRun = :lastRun${cursor ? ', nextStartTime = :cursor' : ''}${memory === undefined ? '' : ', memory = :memory'} REMOVE #lease`,
        ConditionExpression: cursor ? `${HOLDS_LEASE} AND ${cursorAsFound}` : HOLDS_LEASE,
        ExpressionAttributeNames: { '#lease': leaseAttribute(lane), ...HOLDER_NAMES },
        ExpressionAttributeValues: {
          ':runId': runId,
          ':step': step,
          ':lastRun': { runId, ...lastRun },
          ...(cursor && { ':cursor': cursor }),
          ...(cursor && foundCursor !== undefined && { ':found': foundCursor }),
          ...(memory !== undefined && { ':memory': memory }),
        },
      },
    );
  }

  private async update(
    key: { shopId: string; scheduleId: string },
    update: Omit<UpdateCommandInput, 'TableName' | 'Key'>,
  ): Promise<boolean> {
    return ifConditionHolds(
      this.client.send(
        new UpdateCommand({
          TableName: this.table,
          Key: { shopId: key.shopId, scheduleId: key.scheduleId },
          ...update,
        }),
      ),
    );
  }
}

const HOLDS_LEASE = '#lease.#runId = :runId AND #lease.#step = :step';
const HOLDER_NAMES = { '#runId': 'runId', '#step': 'step' };
