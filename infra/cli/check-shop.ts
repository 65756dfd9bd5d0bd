import { describeMarketplaces, findMarketplace } from '../../shared/shops/marketplaces.ts';
import { REGIONS, type Region, type Shop, type ShopSettings } from '../../shared/shops/shop.ts';
import { CommandError } from './command-error.ts';
import { readOutboundSettings } from './read-outbound-settings.ts';
import { readReturnsSettings } from './read-returns-settings.ts';
import { nearestName } from '../nearest-name.ts';
import { readPastMoment } from './read-moment.ts';
import { webhookSecretProblem } from './webhook-secret.ts';

/** A shop as people write it: its settings and what goes to the secret store. */
export interface ShopToOnboard extends ShopSettings {
  refreshToken: string;
  downstreamSecret?: string | undefined;
}

const SHOP_ID = /^[A-Za-z0-9-]{1,32}$/;
const SELLER_ID = /^[A-Za-z0-9._-]{1,64}$/;
/** Amazon takes at most 50 marketplaces in one searchOrders call. */
const MOST_MARKETPLACES = 50;
const LONGEST_URL = 2048;

/**
 * Checks one shop, field by field. Either `shop` is there or `problems` is not empty; a problem names the shop, the
 * field, the limit and the cure, and never a token or secret.
 */
export function checkShop(entry: unknown, { name, now }: { name: string; now: () => Date }): CheckedShop {
  if (!isRecord(entry)) return { problems: [`${name}: is no JSON object; give {"shopId": …, "sellerId": …, …}.`] };
  const check = new FieldCheck(entry, name);

  check.unknownFields();
  const shopId = check.text('shopId', {
    pattern: SHOP_ID,
    limit: 'must be 1 to 32 of A-Z, a-z, 0-9 and -',
    cure: 'choose a short name, e.g. "my-shop-eu"',
  });
  const sellerId = check.text('sellerId', {
    pattern: SELLER_ID,
    limit: 'must be 1 to 64 letters and digits',
    cure: 'it is the merchant token in Seller Central, e.g. "A1EXAMPLE2SELLER"',
  });
  const region = check.region();
  const marketplaceIds = check.marketplaceIds(region);
  const refreshToken = check.text('refreshToken', {
    pattern: /^\S{1,4096}$/,
    limit: 'must be 1 to 4096 characters without blanks',
    cure: 'give the LWA refresh token that Seller Central showed when the application was authorised',
  });
  const downstreamUrl = check.url('downstreamUrl');
  const downstreamSecret = check.webhookSecret('downstreamSecret');
  const deliverBuyerData = check.flag('deliverBuyerData');
  const since = check.pastMoment('since', now);
  const fulfillmentOutbound = check.outbound('fulfillmentOutbound');
  const returns = check.returns('returns');
  if (downstreamUrl !== undefined && entry.downstreamSecret === undefined) {
    check.problem(
      'downstreamSecret',
      'is needed beside downstreamUrl: deliveries are signed; make one with: echo "whsec_$(openssl rand -base64 32)"',
    );
  }

  if (check.problems.length > 0 || !shopId || !sellerId || !region || !marketplaceIds || !refreshToken) {
    return { problems: check.problems };
  }
  const delivery = { downstreamUrl, deliverBuyerData };
  const settings = { shopId, sellerId, region, marketplaceIds, ...delivery, since, fulfillmentOutbound, returns };
  return { shop: { ...settings, refreshToken, downstreamSecret }, problems: [] };
}

export interface CheckedShop {
  readonly shop?: ShopToOnboard;
  readonly problems: readonly string[];
}

/** What a shop may say of itself or leave out. */
export const OPTIONAL_FIELDS = [
  'downstreamUrl',
  'downstreamSecret',
  'deliverBuyerData',
  'since',
  'fulfillmentOutbound',
  'returns',
] as const;
const FIELDS = ['shopId', 'sellerId', 'region', 'marketplaceIds', 'refreshToken', ...OPTIONAL_FIELDS] as const;
type Field = (typeof FIELDS)[number];

/** Reads the fields of one shop and gathers what is wrong with them. */
class FieldCheck {
  readonly problems: string[] = [];
  private readonly entry: Record<string, unknown>;
  private readonly name: string;

  constructor(entry: Record<string, unknown>, name: string) {
    this.entry = entry;
    this.name = name;
  }

  problem(field: string, text: string): undefined {
    this.problems.push(`${this.name}: ${field} ${text}.`);
  }

  unknownFields(): void {
    for (const field of Object.keys(this.entry).filter((key) => !FIELDS.some((known) => known === key))) {
      const nearest = nearestName(field, FIELDS);
      const cure = nearest ? `perhaps ${nearest} is meant` : 'remove it';
      this.problem(`"${field}"`, `is not a field of a shop (${FIELDS.join(', ')}); ${cure}`);
    }
  }

  text(field: Field, { pattern, limit, cure }: { pattern: RegExp; limit: string; cure: string }): string | undefined {
    const value = this.entry[field];
    if (value === undefined) return this.problem(field, `is missing and ${limit}; ${cure}`);
    if (typeof value !== 'string' || !pattern.test(value)) return this.problem(field, `${limit}; ${cure}`);
    return value;
  }

  region(): Region | undefined {
    const value = this.entry.region;
    const region = REGIONS.find((each) => each === value);
    if (region) return region;
    const stands = value === undefined ? 'is missing' : `${quote(value)} is unknown`;
    return this.problem(
      'region',
      `${stands}; it must be na (Americas), eu (Europe, Middle East, India) or fe (Far East)`,
    );
  }

  marketplaceIds(region: Region | undefined): string[] | undefined {
    const value = this.entry.marketplaceIds;
    const known = region ? ` of region ${region}: ${describeMarketplaces(region)}` : '';
    if (!Array.isArray(value) || value.length === 0 || value.length > MOST_MARKETPLACES) {
      return this.problem('marketplaceIds', `must be an array of 1 to ${MOST_MARKETPLACES} marketplace ids${known}`);
    }
    const before = this.problems.length;
    const ids = value.map((id: unknown) => {
      const marketplace = typeof id === 'string' ? findMarketplace(id) : undefined;
      if (!marketplace) {
        const nearest = typeof id === 'string' ? nearestCountry(id) : undefined;
        return this.problem(
          'marketplaceIds',
          `names the unknown marketplace ${quote(id)}; ${nearest ?? (region ? `use those${known}` : 'use those of the shop’s region')}`,
        );
      }
      if (region && marketplace.region !== region) {
        return this.problem(
          'marketplaceIds',
          `names ${quote(id)} (${marketplace.country}), which is of region ${marketplace.region}, not ${region}; make it a shop of its own with region ${marketplace.region}, or use those${known}`,
        );
      }
      return String(id);
    });
    if (new Set(ids).size < ids.length && this.problems.length === before) {
      return this.problem('marketplaceIds', 'names a marketplace twice; name each once');
    }
    return ids.filter((id) => id !== undefined);
  }

  url(field: Field): string | undefined {
    const value = this.entry[field];
    if (value === undefined) return undefined;
    const problem = urlProblem(value);
    return problem === undefined && typeof value === 'string' ? value : this.problem(field, `${problem}`);
  }

  webhookSecret(field: Field): string | undefined {
    const value = this.entry[field];
    if (value === undefined) return undefined;
    const problem = webhookSecretProblem(value);
    return problem === undefined && typeof value === 'string' ? value : this.problem(field, `${problem}`);
  }

  flag(field: Field): boolean | undefined {
    const value = this.entry[field];
    if (value === undefined || typeof value === 'boolean') return value;
    return this.problem(field, 'must be true or false, without quotes');
  }

  outbound(field: Field): Shop['fulfillmentOutbound'] {
    const value = this.entry[field];
    if (value === undefined) return undefined;
    const read = readOutboundSettings(value);
    return 'settings' in read ? read.settings : this.problem(field, read.problem);
  }

  returns(field: Field): Shop['returns'] {
    const value = this.entry[field];
    if (value === undefined) return undefined;
    const read = readReturnsSettings(value);
    return 'settings' in read ? read.settings : this.problem(field, read.problem);
  }

  pastMoment(field: Field, now: () => Date): string | undefined {
    const value = this.entry[field];
    if (value === undefined) return undefined;
    try {
      return readPastMoment(typeof value === 'string' ? value : JSON.stringify(value), { field, now });
    } catch (error) {
      if (!(error instanceof CommandError)) throw error;
      this.problems.push(`${this.name}: ${error.message} ${error.cure}`);
      return undefined;
    }
  }
}

/** What is wrong with a URL that batches are to be posted to, or undefined. Never quotes it: it may hold a password. */
export function urlProblem(value: unknown): string | undefined {
  const cure = 'give a full URL, e.g. https://erp.example.com/amazon';
  if (typeof value !== 'string' || !URL.canParse(value)) return `is no URL; ${cure}`;
  if (!['http:', 'https:'].includes(new URL(value).protocol)) return `must begin with https:// or http://; ${cure}`;
  const { username, password } = new URL(value);
  if (username !== '' || password !== '')
    return `must hold no user name or password; give it without, e.g. https://erp.example.com/amazon`;
  if (value.length > LONGEST_URL) return `must have at most ${LONGEST_URL} characters; ${cure}`;
  return undefined;
}

/** People write `US` where Amazon wants the id. */
function nearestCountry(id: string): string | undefined {
  const cure = REGIONS.flatMap((region) => describeMarketplaces(region).split(', ')).find((each) =>
    each.endsWith(`(${id.toUpperCase()})`),
  );
  return cure && `perhaps ${cure} is meant`;
}

const quote = (value: unknown) => JSON.stringify(value);

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
