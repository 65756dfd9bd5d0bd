import {
  DeleteCommand,
  type DynamoDBDocumentClient,
  GetCommand,
  paginateScan,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import { ifConditionHolds } from '../aws/if-condition-holds.ts';
import { type Kind, KINDS } from '../contracts/syncs.ts';
import { Shop, type ShopSettings } from './shop.ts';

/** The `shops` table. A shop's settings, its pause, and the marks that keep its deliveries in order. */
export class ShopStore {
  private readonly client: DynamoDBDocumentClient;
  private readonly table: string;

  constructor(client: DynamoDBDocumentClient, table: string) {
    this.client = client;
    this.table = table;
  }

  async find(shopId: string): Promise<Shop | undefined> {
    const { Item } = await this.client.send(
      new GetCommand({ TableName: this.table, Key: { shopId }, ConsistentRead: true }),
    );
    return Item && Shop.parse(Item);
  }

  async list(): Promise<Shop[]> {
    const shops: Shop[] = [];
    for await (const page of paginateScan({ client: this.client }, { TableName: this.table, ConsistentRead: true })) {
      for (const item of page.Items ?? []) shops.push(Shop.parse(item));
    }
    return shops.sort((a, b) => a.shopId.localeCompare(b.shopId));
  }

  /** Writes the shop's settings; what runs remember of it (pause, marks) stays. */
  async saveSettings(shop: ShopSettings): Promise<void> {
    const { shopId, sellerId, region, marketplaceIds, downstreamUrl, deliverBuyerData, since } = shop;
    const { fulfillmentOutbound, returns } = shop;
    const delivery = { downstreamUrl, deliverBuyerData };
    const syncs = { fulfillmentOutbound, returns };
    await this.assign(shopId, { sellerId, region, marketplaceIds, ...delivery, since, ...syncs });
  }

  async remove(shopId: string): Promise<void> {
    await this.client.send(new DeleteCommand({ TableName: this.table, Key: { shopId } }));
  }

  /** Stops runs of a shop whose grant is gone (`paused`), or lets them go on (`undefined`). */
  async setPaused(shopId: string, paused: Shop['paused']): Promise<void> {
    await this.assign(shopId, { paused });
  }

  /** Holds back the shop's outbox until the moment given (ISO), or lets it flow again (`undefined`). */
  async setDownstreamAway(shopId: string, away: { until: string; reason: string } | undefined): Promise<void> {
    await this.assign(shopId, { downstreamAwayUntil: away?.until, downstreamAwayReason: away?.reason });
  }

  /**
   * Takes the one drain of this shop and kind for `owner` until `until` (Unix ms). False: another holds it.
   * Safe to call again for the same owner.
   */
  async acquireDrain(drain: {
    shopId: string;
    kind: Kind;
    owner: string;
    now: number;
    until: number;
  }): Promise<boolean> {
    return ifConditionHolds(
      this.client.send(
        new UpdateCommand({
          TableName: this.table,
          Key: { shopId: drain.shopId },
          UpdateExpression: 'SET #drain = :drain',
          ConditionExpression:
            'attribute_exists(shopId) AND (attribute_not_exists(#drain) OR #drain.#owner = :owner OR #drain.#until < :now)',
          ExpressionAttributeNames: { '#drain': drainAttribute(drain.kind), '#owner': 'owner', '#until': 'until' },
          ExpressionAttributeValues: {
            ':drain': { owner: drain.owner, until: drain.until },
            ':owner': drain.owner,
            ':now': drain.now,
          },
        }),
      ),
    );
  }

  /** Gives the drain back; nothing happens when another owner has taken it over meanwhile. */
  async releaseDrain({ shopId, kind, owner }: { shopId: string; kind: Kind; owner: string }): Promise<void> {
    await ifConditionHolds(
      this.client.send(
        new UpdateCommand({
          TableName: this.table,
          Key: { shopId },
          UpdateExpression: 'REMOVE #drain',
          ConditionExpression: '#drain.#owner = :owner',
          ExpressionAttributeNames: { '#drain': drainAttribute(kind), '#owner': 'owner' },
          ExpressionAttributeValues: { ':owner': owner },
        }),
      ),
    );
  }

  /** Forgets who drains this shop's outboxes: only for a stack that knows itself alone. */
  async breakDrains(shopId: string): Promise<void> {
    await this.assign(shopId, Object.fromEntries(KINDS.map((kind) => [drainAttribute(kind), undefined])));
  }

  /** Sets the attributes given; `undefined` removes one. Creates the row only when it brings a `sellerId`. */
  private async assign(shopId: string, attributes: Record<string, unknown>): Promise<void> {
    const entries = Object.entries(attributes);
    const set = entries.filter(([, value]) => value !== undefined);
    const remove = entries.filter(([, value]) => value === undefined);
    const expressions = [
      set.length > 0 ? `SET ${set.map(([name]) => `#${placeholder(name)} = :${placeholder(name)}`).join(', ')}` : '',
      remove.length > 0 ? `REMOVE ${remove.map(([name]) => `#${placeholder(name)}`).join(', ')}` : '',
    ];
    await this.client.send(
      new UpdateCommand({
        TableName: this.table,
        Key: { shopId },
        UpdateExpression: expressions.join(' ').trim(),
        ...('sellerId' in attributes ? {} : { ConditionExpression: 'attribute_exists(shopId)' }),
        ExpressionAttributeNames: Object.fromEntries(entries.map(([name]) => [`#${placeholder(name)}`, name])),
        ...(set.length > 0 && {
          ExpressionAttributeValues: Object.fromEntries(set.map(([name, value]) => [`:${placeholder(name)}`, value])),
        }),
      }),
    );
  }
}

/** Expression placeholders take no hyphens. */
const placeholder = (name: string) => name.replaceAll('-', '_');

const drainAttribute = (kind: Kind) => `drain-${kind}`;
