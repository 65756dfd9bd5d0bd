import { type DynamoDBDocumentClient, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { ifConditionHolds } from '../aws/if-condition-holds.ts';
import type { RunReference } from './batch-queue.ts';

/** The counters of a run that deliveries add to, in records. A delivery that crashes after its answer may count twice. */
export class RunCounters {
  private readonly client: DynamoDBDocumentClient;
  private readonly table: string;

  constructor(client: DynamoDBDocumentClient, table: string) {
    this.client = client;
    this.table = table;
  }

  /** Nothing happens when the run's row is gone (after 90 days). */
  async add(
    run: RunReference,
    { delivered, deadLettered }: { delivered: number; deadLettered: number },
  ): Promise<void> {
    await ifConditionHolds(
      this.client.send(
        new UpdateCommand({
          TableName: this.table,
          Key: { scheduleId: run.scheduleId, runId: run.runId },
          UpdateExpression: 'ADD delivered :delivered, deadLettered :deadLettered',
          ConditionExpression: 'attribute_exists(runId)',
          ExpressionAttributeValues: { ':delivered': delivered, ':deadLettered': deadLettered },
        }),
      ),
    );
  }
}
