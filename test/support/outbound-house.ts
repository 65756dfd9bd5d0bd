import { DeleteCommand, paginateQuery, PutCommand } from '@aws-sdk/lib-dynamodb';
import { fulfillmentOutboundMeans } from '../../functions/fulfillment-outbound/fulfillment-outbound-means.ts';
import { createDocumentClient } from '../../shared/aws/document-client.ts';
import { OutboundStore } from '../../shared/fulfillment-outbound/outbound-store.ts';
import { type HousedSync, type StoryOptions, startSyncHouse, type SyncHouse, type SyncStory } from './sync-house.ts';

const TABLE = 'fulfillment-outbound';

export interface OutboundHouse extends Omit<SyncHouse, 'story'> {
  story(options?: StoryOptions): Promise<OutboundStory>;
}

export interface OutboundStory extends SyncStory {
  /** Puts a request as the user's own system does, straight into DynamoDB. */
  put(request: object): Promise<void>;
  /** The user's row; undefined where there is none. */
  request(orderId: string): Promise<Record<string, unknown> | undefined>;
  /** Our row. */
  state(orderId: string): Promise<Record<string, unknown> | undefined>;
  /** Everything in the table. */
  table(): Promise<Record<string, unknown>[]>;
  /** Writes a row of ours as it stands. */
  write(row: object): Promise<void>;
  remove(key: string): Promise<void>;
  /** The table as the command has it, by the story's clock. It keeps no addresses. */
  readonly store: OutboundStore;
  /** The newest record of each order that was handed out since the last look, by order id. */
  handedOut(): Promise<Map<string, Record<string, unknown>>>;
}

export async function startOutboundHouse(more: Pick<HousedSync, 'startStore'> = {}): Promise<OutboundHouse> {
  const house = await startSyncHouse({ sync: TABLE, tables: [TABLE], means: fulfillmentOutboundMeans, ...more });
  return { ...house, story: async (options) => outboundStory(await house.story(options), house) };
}

function outboundStory(story: SyncStory, { dynamo }: SyncHouse): OutboundStory {
  const client = createDocumentClient(dynamo.client);
  const { shopId } = story.shop;
  const write = async (row: object) => {
    await client.send(new PutCommand({ TableName: TABLE, Item: { shopId, ...row } }));
  };
  const table = async () => {
    const rows: Record<string, unknown>[] = [];
    const query = {
      TableName: TABLE,
      ConsistentRead: true,
      KeyConditionExpression: 'shopId = :shopId',
      ExpressionAttributeValues: { ':shopId': shopId },
    };
    for await (const { Items = [] } of paginateQuery({ client }, query)) rows.push(...Items);
    return rows;
  };
  const find = async (key: string) => (await table()).find((row) => row.orderId === key);
  return {
    ...story,
    put: write,
    write,
    store: new OutboundStore({ client, table: TABLE, buyers: { update: async () => {} }, now: () => story.clock.now }),
    table,
    request: find,
    state: (orderId) => find(`${orderId}#state`),
    remove: async (orderId) => {
      await client.send(new DeleteCommand({ TableName: TABLE, Key: { shopId, orderId } }));
    },
    async handedOut() {
      const newest = new Map<string, Record<string, unknown>>();
      for (const { records } of await story.batches()) {
        for (const record of records) newest.set(String(record.orderId), record);
      }
      return newest;
    },
  };
}

/** A good request: two kettles to Kansas. Every field of the address bears the word canary. */
export const outboundRequest = (orderId: string, change: object = {}) => ({
  orderId,
  marketplaceId: 'ATVPDKIKX0DER',
  shippingSpeed: 'STANDARD',
  destination: canaryAddress,
  items: [{ sku: 'KETTLE-1L-STEEL', quantity: 2 }],
  ...change,
});

export const canaryAddress = {
  name: 'canary-name',
  addressLine1: '12 canary-street',
  city: 'canary-city',
  stateOrRegion: 'KS',
  postalCode: '66044',
  countryCode: 'US',
  phone: 'canary-phone',
  email: 'canary@example.com',
};
