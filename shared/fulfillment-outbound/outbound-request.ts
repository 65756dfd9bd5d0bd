import * as z from 'zod/mini';
import { isObject } from '../buyers/split-fields.ts';
import { findMarketplace } from '../shops/marketplaces.ts';
import type { Shop } from '../shops/shop.ts';

export const SHIPPING_SPEEDS = ['STANDARD', 'EXPEDITED', 'PRIORITY'] as const;
export type ShippingSpeed = (typeof SHIPPING_SPEEDS)[number];

/** What is asked of Amazon, without the address. */
export const OutboundRequest = z.object({
  marketplaceId: z.string(),
  shippingSpeed: z.enum(SHIPPING_SPEEDS),
  items: z.array(z.object({ lineItemId: z.string(), sku: z.string(), quantity: z.number() })),
});
export type OutboundRequest = z.infer<typeof OutboundRequest>;

const text = z.optional(z.string());

/** Where it goes: a buyer's data, kept in `buyers` alone. */
export const Destination = z.object({
  name: z.string(),
  addressLine1: z.string(),
  addressLine2: text,
  addressLine3: text,
  city: text,
  districtOrCounty: text,
  stateOrRegion: text,
  postalCode: z.string(),
  countryCode: z.string(),
  phone: text,
  email: text,
});
export type Destination = z.infer<typeof Destination>;

/** Amazon's limits (Fulfillment Outbound 2020-07-01; 2026-07-04 does not repeat them all). */
const ORDER_ID = /^[A-Za-z0-9_.-]{1,40}$/;
const MAX_LINES = 100;
const MAX_UNITS = 250;
const MAX_ID_LENGTH = 50;
/** Amazon: "PRIORITY is available in Canada, India and Mexico". */
const PRIORITY_COUNTRIES: readonly string[] = ['CA', 'IN', 'MX'];
const PROBLEMS_TOLD = 5;
/** Amazon (2020-07-01): `paymentInformation` and `perUnitDeclaredValue` are required there; in 2026-07-04 they may be given. */
const INDIA = 'A21TJRUUN4KGV';

export const isOrderId = (orderId: string) => ORDER_ID.test(orderId);

/**
 * Reads a request as its user put it. `reason` says why it cannot be: field, limit and cure, and nothing of what stood
 * in the address. `shop` is what is known of it already. Attributes of the user's own are let pass.
 */
export function readRequest(
  row: Record<string, unknown>,
  shop: Partial<Pick<Shop, 'marketplaceIds' | 'fulfillmentOutbound'>> = {},
): { request: OutboundRequest; destination: Destination } | { reason: string } {
  const problems: string[] = [];
  if (typeof row.orderId !== 'string' || !isOrderId(row.orderId)) {
    problems.push('orderId: must be 1 to 40 of A-Z, a-z, 0-9, _, . and -; put the order again under such an id');
  }
  const marketplaceId = readMarketplace(row, { shop, problems });
  const shippingSpeed = readSpeed(row, { marketplaceId, problems });
  const items = readItems(row.items, problems);
  const destination = readDestination(row.destination, problems);
  for (const flag of ['hold', 'cancel']) {
    const value = row[flag] ?? false;
    if (typeof value !== 'boolean') problems.push(`${flag}: must be true or false; leave it out for false`);
  }
  if (problems.length > 0 || !marketplaceId || !shippingSpeed || !destination) {
    return { reason: `${problems.slice(0, PROBLEMS_TOLD).join('; ')}.` };
  }
  return { request: { marketplaceId, shippingSpeed, items }, destination };
}

function readMarketplace(
  { marketplaceId }: Record<string, unknown>,
  { shop, problems }: { shop: Partial<Pick<Shop, 'marketplaceIds' | 'fulfillmentOutbound'>>; problems: string[] },
): string | undefined {
  const { marketplaceIds, fulfillmentOutbound } = shop;
  if (typeof marketplaceId !== 'string' || !findMarketplace(marketplaceId)) {
    problems.push('marketplaceId: must be one of Amazon’s marketplace ids, e.g. ATVPDKIKX0DER for the US');
    return undefined;
  }
  if (marketplaceIds && !marketplaceIds.includes(marketplaceId)) {
    problems.push(
      `marketplaceId: the shop does not sell in it, but in ${marketplaceIds.join(', ')}; use one of these, or add it to the shop`,
    );
    return undefined;
  }
  if (marketplaceId === INDIA && fulfillmentOutbound?.apiVersion === '2020-07-01') {
    problems.push(
      'marketplaceId: for India Amazon wants payment information and declared values in 2020-07-01, which a request cannot say; set the shop to 2026-07-04, or create the order in Seller Central',
    );
    return undefined;
  }
  return marketplaceId;
}

function readSpeed(
  { shippingSpeed }: Record<string, unknown>,
  { marketplaceId, problems }: { marketplaceId: string | undefined; problems: string[] },
): ShippingSpeed | undefined {
  const speed = SHIPPING_SPEEDS.find((each) => each === shippingSpeed);
  const country = marketplaceId === undefined ? undefined : findMarketplace(marketplaceId)?.country;
  if (speed === undefined) {
    problems.push(`shippingSpeed: must be one of ${SHIPPING_SPEEDS.join(', ')}`);
  } else if (speed === 'PRIORITY' && country !== undefined && !PRIORITY_COUNTRIES.includes(country)) {
    problems.push(
      `shippingSpeed: PRIORITY exists in ${PRIORITY_COUNTRIES.join(', ')} only, not in ${country}; take STANDARD or EXPEDITED`,
    );
  }
  return speed;
}

function readItems(value: unknown, problems: string[]): OutboundRequest['items'] {
  const entries: unknown[] = Array.isArray(value) ? value : [];
  if (entries.length < 1 || entries.length > MAX_LINES) {
    problems.push(`items: must be a list of 1 to ${MAX_LINES}, and has ${entries.length}; split a larger order`);
    return [];
  }
  const items = entries.map((entry, index) => readItem(entry, { index, problems }));
  const units = items.reduce((sum, { quantity }) => sum + quantity, 0);
  if (units > MAX_UNITS)
    problems.push(`items: hold ${units} units; Amazon ships at most ${MAX_UNITS}: split the order`);
  if (new Set(items.map(({ lineItemId }) => lineItemId)).size < items.length) {
    problems.push('items: two have the same lineItemId; give each its own, or leave all of them out');
  }
  return items;
}

function readItem(
  entry: unknown,
  { index, problems }: { index: number; problems: string[] },
): OutboundRequest['items'][number] {
  const item = isObject(entry) ? entry : {};
  const field = `items[${index}]`;
  const id = (name: string, given: unknown): string => {
    if (typeof given === 'string' && given.trim() !== '' && given.length <= MAX_ID_LENGTH) return given;
    problems.push(`${field}.${name}: must be a text of 1 to ${MAX_ID_LENGTH} characters`);
    return '';
  };
  const { quantity } = item;
  const isCount = typeof quantity === 'number' && Number.isInteger(quantity) && quantity >= 1;
  if (!isCount) problems.push(`${field}.quantity: must be a whole number of 1 or more`);
  return {
    lineItemId: id('lineItemId', item.lineItemId ?? String(index + 1)),
    sku: id('sku', item.sku),
    quantity: isCount ? quantity : 0,
  };
}

const REQUIRED = ['name', 'addressLine1', 'postalCode', 'countryCode'] as const;

function readDestination(value: unknown, problems: string[]): Destination | undefined {
  if (!isObject(value)) {
    problems.push(
      'destination: is missing; give name, addressLine1, city, postalCode and countryCode (an address is taken away at pick-up: put the whole order again)',
    );
    return undefined;
  }
  const before = problems.length;
  // Null says the same as nothing.
  const given = Object.fromEntries(Object.entries(value).filter(([, part]) => part !== null));
  for (const [name, part] of Object.entries(given)) {
    const field = Object.keys(Destination.shape).find((each) => each === name);
    if (field === undefined) {
      problems.push(
        `destination: has a field that is none of ${Object.keys(Destination.shape).join(', ')}; leave it out`,
      );
    } else if (typeof part !== 'string') problems.push(`destination.${field}: must be a text`);
  }
  for (const name of REQUIRED) {
    const part = given[name];
    if (part === undefined || (typeof part === 'string' && part.trim() === '')) {
      problems.push(`destination.${name}: is missing`);
    }
  }
  const { countryCode, city } = given;
  if (typeof countryCode === 'string' && countryCode !== '' && !/^[A-Z]{2}$/.test(countryCode)) {
    problems.push('destination.countryCode: must be two capital letters (ISO 3166-1), e.g. US');
  }
  const hasCity = typeof city === 'string' && city.trim() !== '';
  if (countryCode === 'JP' && city !== undefined) {
    problems.push('destination.city: Amazon takes none in Japan; put it into the address lines');
  } else if (countryCode !== 'JP' && !hasCity) problems.push('destination.city: is missing');
  return problems.length > before ? undefined : Destination.parse(given);
}
