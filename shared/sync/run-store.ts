import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import {
  type DynamoDBDocumentClient,
  GetCommand,
  paginateQuery,
  PutCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import { ifConditionHolds } from '../aws/if-condition-holds.ts';
import { Run } from './run.ts';
import { SupersededError } from './superseded-error.ts';

/** The `runs` table. `delivered` and `deadLettered` are counted by `deliver` and never written here. */
export class RunStore {
  private readonly client: DynamoDBDocumentClient;
  private readonly table: string;

  constructor(client: DynamoDBDocumentClient, table: string) {
    this.client = client;
    this.table = table;
  }

  /** Writes a new run; one that is already there stays as it is. */
  async create(run: Run): Promise<void> {
    const { delivered: _, deadLettered: __, ...row } = run;
    await this.ignoringFailedCondition(
      this.client.send(
        new PutCommand({ TableName: this.table, Item: row, ConditionExpression: 'attribute_not_exists(runId)' }),
      ),
    );
  }

  /** Makes `step` the owner of the run and returns the run as its last owner left it; undefined: there is no such run. */
  async claim({ scheduleId, runId, step }: Pick<Run, 'scheduleId' | 'runId' | 'step'>): Promise<Run | undefined> {
    try {
      const { Attributes } = await this.client.send(
        new UpdateCommand({
          TableName: this.table,
          Key: { scheduleId, runId },
          UpdateExpression: 'SET #step = :step',
          ConditionExpression: '#step < :step',
          ExpressionAttributeNames: { '#step': 'step' },
          ExpressionAttributeValues: { ':step': step },
          ReturnValues: 'ALL_NEW',
        }),
      );
      return Run.parse(Attributes);
    } catch (error) {
      if (!(error instanceof ConditionalCheckFailedException)) throw error;
      if (await this.find(scheduleId, runId)) throw new SupersededError(`run ${runId} has gone past step ${step}`);
      return undefined;
    }
  }

  /** Saves where the run stands. Throws {@link SupersededError} when its step is no longer the owner. */
  async save(run: Run): Promise<void> {
    const { scheduleId, runId, delivered: _, deadLettered: __, ...rest } = run;
    const entries = Object.entries(rest).filter(([, value]) => value !== undefined);
    const gone = OPTIONAL.filter((name) => run[name] === undefined);
    const set = `SET ${entries.map(([name]) => `#${name} = :${name}`).join(', ')}`;
    const remove = gone.length > 0 ? ` REMOVE ${gone.map((name) => `#${name}`).join(', ')}` : '';
    try {
      await this.client.send(
        new UpdateCommand({
          TableName: this.table,
          Key: { scheduleId, runId },
          UpdateExpression: set + remove,
          ConditionExpression: '#step = :step',
          ExpressionAttributeNames: Object.fromEntries(
            [...entries.map(([name]) => name), ...gone].map((name) => [`#${name}`, name]),
          ),
          ExpressionAttributeValues: Object.fromEntries(entries.map(([name, value]) => [`:${name}`, value])),
        }),
      );
    } catch (error) {
      if (!(error instanceof ConditionalCheckFailedException)) throw error;
      throw new SupersededError(`run ${runId} is no longer at step ${run.step}`, { cause: error });
    }
  }

  async find(scheduleId: string, runId: string): Promise<Run | undefined> {
    const { Item } = await this.client.send(
      new GetCommand({ TableName: this.table, Key: { scheduleId, runId }, ConsistentRead: true }),
    );
    return Item && Run.parse(Item);
  }

  /** The runs of a schedule, newest first. */
  async *list(scheduleId: string): AsyncGenerator<Run> {
    const query = {
      TableName: this.table,
      KeyConditionExpression: 'scheduleId = :scheduleId',
      ExpressionAttributeValues: { ':scheduleId': scheduleId },
      ScanIndexForward: false,
      ConsistentRead: true,
    };
    for await (const page of paginateQuery({ client: this.client }, query)) {
      for (const item of page.Items ?? []) yield Run.parse(item);
    }
  }

  private async ignoringFailedCondition(write: Promise<unknown>): Promise<void> {
    await ifConditionHolds(write);
  }
}

const OPTIONAL = ['outcome', 'error', 'endedAt', 'waitUntil', 'reachedUntil'] as const;
