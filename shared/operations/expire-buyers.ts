import { DeleteCommand, type DynamoDBDocumentClient, paginateScan } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import { ifConditionHolds } from '../aws/if-condition-holds.ts';
import { inParallel } from '../runtime/in-parallel.ts';

/** What is left of a Lambda's time when the sweep stops: enough to finish the page it is at. */
const TIME_FOR_A_PAGE_MS = 30_000;

export interface ExpireBuyersMeans {
  readonly client: DynamoDBDocumentClient;
  readonly table: string;
  readonly now: () => Date;
  readonly timeLeftMs: () => number;
}

/** The sweep ran out of time with buyers' data left that should be gone. */
export class SweepUnfinishedError extends Error {
  override readonly name = 'SweepUnfinishedError';
}

/**
 * Deletes the buyers' rows whose date of death has come. TTL does the same, but up to days late; after this, nothing of
 * that day is left. Returns how many rows went. Safe to run again; throws {@link SweepUnfinishedError} when time is up.
 */
export async function expireBuyers({ client, table, now, timeLeftMs }: ExpireBuyersMeans): Promise<number> {
  const nowSeconds = Math.floor(now().getTime() / 1000);
  let deleted = 0;
  const scan = {
    TableName: table,
    ConsistentRead: true,
    ProjectionExpression: 'shopId, recordId',
    FilterExpression: 'expiresAt <= :now',
    ExpressionAttributeValues: { ':now': nowSeconds },
  };
  for await (const page of paginateScan({ client }, scan)) {
    if (timeLeftMs() < TIME_FOR_A_PAGE_MS) {
      throw new SweepUnfinishedError(
        `Time was up after ${deleted} rows. Run the function again; it goes on where it is needed.`,
      );
    }
    const dead = z.array(BuyerKey).parse(page.Items ?? []);
    await inParallel(dead, 10, async (key) => {
      if (await deleteDead(key, { client, table, nowSeconds })) deleted += 1;
    });
  }
  return deleted;
}

const BuyerKey = z.object({ shopId: z.string(), recordId: z.string() });

/** Only while it is still dead: a newer version of the order may just have given it a later date. */
async function deleteDead(
  key: z.infer<typeof BuyerKey>,
  { client, table, nowSeconds }: { client: DynamoDBDocumentClient; table: string; nowSeconds: number },
): Promise<boolean> {
  return ifConditionHolds(
    client.send(
      new DeleteCommand({
        TableName: table,
        Key: key,
        ConditionExpression: 'expiresAt <= :now',
        ExpressionAttributeValues: { ':now': nowSeconds },
      }),
    ),
  );
}
