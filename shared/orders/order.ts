import * as z from 'zod/mini';
import { dateOfDeath } from '../buyers/date-of-death.ts';
import { isObject, splitFields } from '../buyers/split-fields.ts';
import { contentHash } from '../runtime/content-hash.ts';
import { readMoment } from '../sync/moment.ts';
import { ORDER_FIELDS } from './order-fields.ts';

/** What an order says of its buyer's data; `withheld`: asked for, seller-fulfilled, to be shipped, and Amazon kept it back. */
export const PII_STATES = ['present', 'absent', 'withheld', 'expired', 'not-requested'] as const;
export type PiiState = (typeof PII_STATES)[number];

/** An order in two halves, ready to be stored: what everybody may see, and what only the `buyers` table may hold. */
export interface Order {
  readonly orderId: string;
  /** ISO with milliseconds: compares as text. */
  readonly lastUpdatedTime: string;
  /** Of all that Amazon sent, the buyer's part included. */
  readonly hash: string;
  /** The allow-listed half, Amazon's names. */
  readonly fields: Record<string, unknown>;
  /** The other half, same shape; absent where Amazon sent nothing beyond the allow-list. */
  readonly buyerData?: Record<string, unknown>;
  /** Whether the other half holds a buyer or recipient. */
  readonly hasBuyer: boolean;
  /** Seller-fulfilled and still to be shipped: the seller needs an address. */
  readonly needsAddress: boolean;
  /** Every package of the order is delivered. */
  readonly delivered: boolean;
  /** End of the deliver-by window, ISO, where it is known. */
  readonly deliverBy?: string;
}

/** The fields that we read of Amazon's order; all others pass. Enumerations are open: Amazon adds values. */
const AmazonOrder = z.looseObject({
  orderId: z.string().check(z.minLength(1), z.maxLength(64)),
  createdTime: z.string(),
  lastUpdatedTime: z.string(),
  salesChannel: z.looseObject({}),
  fulfillment: z.nullish(
    z.looseObject({
      fulfillmentStatus: z.nullish(z.string()),
      fulfilledBy: z.nullish(z.string()),
      deliverByWindow: z.nullish(z.looseObject({ latestDateTime: z.nullish(z.string()) })),
    }),
  ),
  orderItems: z.array(
    z.looseObject({ orderItemId: z.string(), quantityOrdered: z.number(), product: z.looseObject({}) }),
  ),
  packages: z.nullish(
    z.array(z.looseObject({ packageStatus: z.nullish(z.looseObject({ status: z.nullish(z.string()) })) })),
  ),
});

/** What of an answer was no order: where it departs from the model, never what stood there. */
export interface Unreadable {
  readonly orderId?: string;
  readonly reason: string;
}

/** Amazon's order in our halves; or why it cannot be read. */
export function toOrder(amazonOrder: unknown): Order | Unreadable {
  const read = AmazonOrder.safeParse(amazonOrder);
  if (!read.success) return { orderId: orderIdOf(amazonOrder), reason: misfits(read.error) };
  const { orderId, fulfillment, packages } = read.data;
  const lastUpdatedTime = readMoment(read.data.lastUpdatedTime);
  if (lastUpdatedTime === undefined) return { orderId, reason: 'lastUpdatedTime: not a time' };

  const { kept, rest } = splitFields(read.data, ORDER_FIELDS);
  const needsAddress =
    fulfillment?.fulfilledBy === 'MERCHANT' && TO_BE_SHIPPED.has(fulfillment.fulfillmentStatus ?? '');
  return {
    orderId,
    lastUpdatedTime,
    hash: contentHash({ ...read.data, lastUpdatedTime }),
    fields: { ...kept, lastUpdatedTime },
    ...(rest && { buyerData: rest }),
    hasBuyer: rest !== undefined && (hasAddress(rest) || (!needsAddress && hasPerson(rest))),
    needsAddress,
    delivered:
      (packages?.length ?? 0) > 0 && (packages ?? []).every((parcel) => parcel.packageStatus?.status === 'DELIVERED'),
    deliverBy: readMoment(fulfillment?.deliverByWindow?.latestDateTime ?? ''),
  };
}

const TO_BE_SHIPPED = new Set(['UNSHIPPED', 'PARTIALLY_SHIPPED']);

/**
 * Where an order's buyer data stands now. `deathAt` is its date of death, Unix seconds. `asked`: BUYER and RECIPIENT
 * are wanted by the shop, whether or not Amazon refuses them.
 */
export function piiOf(
  { hasBuyer, needsAddress }: Order,
  { asked, deathAt, now }: { asked: boolean; deathAt: number; now: number },
): PiiState {
  if (!asked && !hasBuyer) return 'not-requested';
  if (deathAt <= now / 1000) return 'expired';
  if (hasBuyer) return 'present';
  return needsAddress ? 'withheld' : 'absent';
}

/** The date of death of the order's buyer data. `deliverySeenAt`: when a version first showed it delivered. */
export const deathOf = ({ deliverBy, lastUpdatedTime }: Order, deliverySeenAt: string | undefined) =>
  dateOfDeath(deliverySeenAt ?? deliverBy ?? lastUpdatedTime);

/**
 * When a version shows the order delivered, as far as that can be told: an order that was on its way has come with the
 * update that says so. One that is delivered when it is seen first (`isNew`: a backfill, a refund) has come long before,
 * maybe: then the end of the deliver-by window counts where that is sooner.
 */
export function deliveredAt(
  { delivered, deliverBy, lastUpdatedTime }: Order,
  { isNew }: { isNew: boolean },
): string | undefined {
  if (!delivered) return undefined;
  return isNew && deliverBy !== undefined && deliverBy < lastUpdatedTime ? deliverBy : lastUpdatedTime;
}

/** Amazon leaves out what the application's roles do not cover: a city alone is no address. */
function hasAddress({ recipient }: Record<string, unknown>): boolean {
  const address = isObject(recipient) ? recipient.deliveryAddress : undefined;
  return isObject(address) && (hasContent(address.name) || hasContent(address.addressLine1));
}

/** The fields that Amazon calls personal, beside name and street. */
function hasPerson({ buyer, recipient }: Record<string, unknown>): boolean {
  const address = isObject(recipient) ? recipient.deliveryAddress : undefined;
  return hasContent(buyer) || (isObject(address) && (hasContent(address.postalCode) || hasContent(address.phone)));
}

const hasContent = (value: unknown): boolean =>
  isObject(value) ? Object.values(value).some(hasContent) : value !== undefined && value !== null && value !== '';

function orderIdOf(amazonOrder: unknown): string | undefined {
  const id = isObject(amazonOrder) ? amazonOrder.orderId : undefined;
  return typeof id === 'string' && /^[A-Za-z0-9-]{1,40}$/.test(id) ? id : undefined;
}

const misfits = (error: z.core.$ZodError) =>
  error.issues
    .slice(0, 5)
    .map(({ path, code }) => `${path.join('.') || 'order'}: ${code}`)
    .join(', ');
