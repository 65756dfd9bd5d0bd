import {
  DeleteCommand,
  type DynamoDBDocumentClient,
  PutCommand,
  QueryCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import { ifConditionHolds } from '../aws/if-condition-holds.ts';
import { batchGet } from '../aws/batch-get.ts';
import { type Saved, VersionedTable } from '../aws/versioned-table.ts';
import type { BuyerStore } from '../buyers/buyer-store.ts';
import { newOutboxMark } from '../delivery/outbox-mark.ts';
import { contentHash } from '../runtime/content-hash.ts';
import { type EndedOrder, EndedOrders } from './ended-orders.ts';
import type { Fulfillment } from './fulfillment.ts';
import { MAX_ID_BYTES } from './is-request-key.ts';
import { stillAsJudged } from './still-as-judged.ts';
import { isAtAmazon, orderOfKey, OutboundState, REJECTED, stateKey, type StoredOrder } from './outbound-state.ts';
import { afterNews } from './after-news.ts';

/** An order of the table: the user's row, ours, or both. */
export interface QueuedOrder {
  readonly orderId: string;
  readonly request?: Record<string, unknown> | undefined;
  readonly state?: StoredOrder | undefined;
  /** Under the key of our row lies something else. */
  readonly isBroken?: boolean;
  /** There was an order of this id once, which is no longer kept. */
  readonly ended?: EndedOrder | undefined;
}

interface OutboundStoreMeans {
  readonly client: DynamoDBDocumentClient;
  readonly table: string;
  readonly buyers: Pick<BuyerStore, 'update'>;
  readonly now: () => number;
}

const ROWS_OF_A_PAGE = 500;

/**
 * The `fulfillment-outbound` table. Under `orderId` lies the request, which is its user's: of ours there is nothing in it,
 * and nothing is changed but that its address is taken away (and marked when it waits for long). Under `orderId#state` lies what became of it: every
 * write names the version that it knew, so that of two writers one does nothing.
 */
export class OutboundStore {
  private readonly means: OutboundStoreMeans;
  private readonly tracked: VersionedTable<OutboundState>;
  private readonly ended: EndedOrders;

  constructor(means: OutboundStoreMeans) {
    this.means = means;
    this.ended = new EndedOrders(means);
    this.tracked = new VersionedTable({ ...means, keyAttribute: 'orderId', known: OutboundState });
  }

  /**
   * The shop's orders after a key, some at a time; `last`: go on after it. Undefined: these were the last. `unusable` rows have a
   * key so long that there can be none of ours beside them.
   */
  async readPage(
    shopId: string,
    after: string,
  ): Promise<{ orders: QueuedOrder[]; unusable: number; last?: string | undefined }> {
    const { client, table } = this.means;
    const { Items = [], LastEvaluatedKey } = await client.send(
      new QueryCommand({
        TableName: table,
        ConsistentRead: true,
        KeyConditionExpression: `shopId = :shopId${after === '' ? '' : ' AND orderId > :after'}`,
        ExpressionAttributeValues: { ':shopId': shopId, ...(after !== '' && { ':after': after }) },
        Limit: ROWS_OF_A_PAGE,
      }),
    );
    const requests = new Map<string, Record<string, unknown>>();
    const states = new Map<string, StoredOrder | undefined>();
    let unusable = 0;
    for (const row of Items) {
      const key = String(row.orderId);
      const orderId = orderOfKey(key);
      if (Buffer.byteLength(key) > MAX_ID_BYTES) unusable += 1;
      else if (orderId === undefined) requests.set(key, row);
      else states.set(orderId, readState(row));
    }
    // A page may end between the two rows of an order.
    const missing = [...requests.keys()].filter((orderId) => !states.has(orderId));
    for (const [orderId, state] of await this.findMany(shopId, missing)) states.set(orderId, state);
    const ended = await this.ended.find(
      shopId,
      [...requests.keys()].filter((orderId) => isToTake(states.get(orderId))),
    );
    const ids = [...new Set([...requests.keys(), ...states.keys()])];
    return {
      orders: ids.map((orderId) => {
        const state = states.get(orderId);
        const isBroken = states.has(orderId) && !state;
        return { orderId, request: requests.get(orderId), state, isBroken, ended: ended.get(orderId) };
      }),
      unusable,
      last: LastEvaluatedKey === undefined ? undefined : String(LastEvaluatedKey.orderId),
    };
  }

  /** One order; undefined: there is neither a request nor a row of ours. */
  async find(shopId: string, orderId: string): Promise<QueuedOrder | undefined> {
    const { client, table } = this.means;
    const keys = [orderId, stateKey(orderId)].map((key) => ({ shopId, orderId: key }));
    const rows = new Map<string, Record<string, unknown>>();
    for await (const row of batchGet(client, { table, keys })) rows.set(String(row.orderId), row);
    const row = rows.get(stateKey(orderId));
    const [request, state] = [rows.get(orderId), row && readState(row)];
    if (!(request || row)) return undefined;
    const ended = isToTake(state) ? (await this.ended.find(shopId, [orderId])).get(orderId) : undefined;
    return { orderId, request, state, isBroken: row !== undefined && !state, ended };
  }

  /** All orders of a shop, by id. */
  async *list(shopId: string): AsyncGenerator<QueuedOrder> {
    const seen = new Set<string>();
    for (let after: string | undefined = ''; after !== undefined; ) {
      const page: { orders: QueuedOrder[]; last?: string | undefined } = await this.readPage(shopId, after);
      // Rows of one order may lie on two pages.
      for (const order of page.orders) {
        if (!seen.has(order.orderId)) yield order;
        seen.add(order.orderId);
      }
      after = page.last;
    }
  }

  /** Puts a request, as its user's own system may do at any time. */
  async putRequest(shopId: string, request: { readonly orderId: string }): Promise<void> {
    await this.means.client.send(new PutCommand({ TableName: this.means.table, Item: { ...request, shopId } }));
  }

  /** Our rows of these orders; those that have none are left out. */
  async findMany(shopId: string, orderIds: readonly string[]): Promise<Map<string, StoredOrder>> {
    const { client, table } = this.means;
    const keys = [...new Set(orderIds)].map((orderId) => ({ shopId, orderId: stateKey(orderId) }));
    const found = new Map<string, StoredOrder>();
    for await (const row of batchGet(client, { table, keys })) {
      const state = readState(row);
      if (state) found.set(state.orderId, state);
    }
    return found;
  }

  /**
   * Writes our first row of an order. Undefined: there is one. `tell`: downstream is to hear of it. Versions go on from those
   * of an `ended` order of its id.
   */
  async create(
    {
      shopId,
      orderId,
      state,
      ended,
    }: { shopId: string; orderId: string; state: OutboundState; ended: EndedOrder | undefined },
    { tell }: { tell: boolean },
  ): Promise<StoredOrder | undefined> {
    return this.write({ shopId, orderId, set: state, known: undefined, after: ended?.version, tell });
  }

  /** Changes our row, if it still is the one that was known; `undefined` takes an attribute away. Undefined: it is not. */
  async change(
    shopId: string,
    { known, set, tell }: { known: StoredOrder; set: Partial<OutboundState>; tell: boolean },
  ): Promise<StoredOrder | undefined> {
    const changedAt = tell ? { changedAt: new Date(this.means.now()).toISOString() } : {};
    const written = await this.write({ shopId, orderId: known.orderId, set: { ...set, ...changedAt }, known, tell });
    return written && { ...known, ...set, ...changedAt, version: known.version + 1 };
  }

  /** Stores what Amazon says of orders that have a row of ours, each at most once; `time`: when it was asked (ISO). */
  async track(
    shopId: string,
    orders: readonly { orderId: string; fulfillment: Fulfillment }[],
    { time }: { time: string },
  ): Promise<Saved<{ orderId: string }, OutboundState>[]> {
    const incoming = orders.map((order) => ({
      ...order,
      key: stateKey(order.orderId),
      time,
      hash: contentHash(order.fulfillment),
    }));
    return this.tracked.save(shopId, incoming, {
      toRow: ({ orderId, fulfillment }, known) => afterNews({ orderId, fulfillment, known, time }),
      writeBefore: async ({ orderId }, { pii, piiExpiresAt: expiresAt }, known) => {
        if (pii !== 'present' || known?.piiExpiresAt === expiresAt) return;
        const buyer = { shopId, recordId: addressRecordId(orderId), lastUpdatedTime: time, expiresAt };
        await this.means.buyers.update({ ...buyer, data: {} });
      },
    });
  }

  /** Takes the address out of the request, if it still is this one, as it was judged: another is a new request. */
  async removeDestination(shopId: string, orderId: string, request: Record<string, unknown>): Promise<void> {
    const { conditions, names, values } = stillAsJudged(request);
    await ifConditionHolds(
      this.means.client.send(
        new UpdateCommand({
          TableName: this.means.table,
          Key: { shopId, orderId },
          UpdateExpression: 'REMOVE #destination',
          ConditionExpression: conditions.join(' AND '),
          ExpressionAttributeNames: names,
          ...(Object.keys(values).length > 0 && { ExpressionAttributeValues: values }),
        }),
      ),
    );
  }

  /**
   * Gives an order away that ended long ago: what is left is a row outside of the shop's own, with its version, and whether
   * its id may be used again.
   * One that is yet to be handed downstream stays, and so does a request that was put again. Safe to run again.
   */
  async giveAway(shopId: string, state: StoredOrder): Promise<void> {
    const { client, table } = this.means;
    await this.ended.save(shopId, state, { isFree: !wasAtAmazon(state) });
    // The request first: alone it would be a new one.
    await ifConditionHolds(
      client.send(
        new DeleteCommand({
          TableName: table,
          Key: { shopId, orderId: state.orderId },
          ConditionExpression: 'attribute_not_exists(destination)',
        }),
      ),
    );
    await ifConditionHolds(
      client.send(
        new DeleteCommand({
          TableName: table,
          Key: { shopId, orderId: stateKey(state.orderId) },
          ConditionExpression: '#version = :known AND attribute_not_exists(undeliveredSince)',
          ExpressionAttributeNames: { '#version': 'version' },
          ExpressionAttributeValues: { ':known': state.version },
        }),
      ),
    );
  }

  private async write({
    shopId,
    orderId,
    set,
    known,
    after,
    tell,
  }: {
    shopId: string;
    orderId: string;
    set: Partial<OutboundState>;
    known: StoredOrder | undefined;
    after?: number | undefined;
    tell: boolean;
  }): Promise<StoredOrder | undefined> {
    const version = (known?.version ?? after ?? 0) + 1;
    const marks = { version, ...(tell && { undeliveredSince: newOutboxMark(new Date(this.means.now())) }) };
    const entries = Object.entries({ ...set, ...marks });
    const present = entries.filter(([, value]) => value !== undefined);
    const gone = known ? entries.filter(([, value]) => value === undefined) : [];
    const assign = `SET ${present.map(([name]) => `#${name} = :${name}`).join(', ')}`;
    const remove = gone.length > 0 ? ` REMOVE ${gone.map(([name]) => `#${name}`).join(', ')}` : '';
    const written = await ifConditionHolds(
      this.means.client.send(
        new UpdateCommand({
          TableName: this.means.table,
          Key: { shopId, orderId: stateKey(orderId) },
          UpdateExpression: assign + remove,
          ConditionExpression: known ? '#version = :known' : 'attribute_not_exists(shopId)',
          ExpressionAttributeNames: Object.fromEntries([...present, ...gone].map(([name]) => [`#${name}`, name])),
          ExpressionAttributeValues: {
            ...Object.fromEntries(present.map(([name, value]) => [`:${name}`, value])),
            ...(known && { ':known': known.version }),
          },
        }),
      ),
    );
    if (!written) return undefined;
    const state = known ? { ...known, ...set } : OutboundState.parse(set);
    return { ...state, orderId, version };
  }
}

/** The key of an order's address in the `buyers` table. */
export const addressRecordId = (orderId: string) => `shipments#${orderId}`;

const StateRow = z.extend(OutboundState, { orderId: z.string(), version: z.number() });

/** A request that is new, or may be put again. */
const isToTake = (state: StoredOrder | undefined) => state === undefined || state.status === REJECTED;

/** Or may have been. */
const wasAtAmazon = (state: StoredOrder) =>
  state.status !== REJECTED && (isAtAmazon(state) || state.submission.attempts > 0);

/** Undefined: it is no row of ours, whatever its key. */
function readState(row: Record<string, unknown>): StoredOrder | undefined {
  const { data } = StateRow.safeParse(row);
  const orderId = data && orderOfKey(data.orderId);
  return data && orderId !== undefined ? { ...data, orderId } : undefined;
}
