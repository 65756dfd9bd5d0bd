import type { Command } from 'commander';
import { readFile } from 'node:fs/promises';
import { type AddedRequest, addRequests } from '../../../shared/fulfillment-outbound/add-requests.ts';
import { isFinal } from '../../../shared/fulfillment-outbound/fulfillment.ts';
import { QUEUED } from '../../../shared/fulfillment-outbound/outbound-state.ts';
import { type Answer, answer } from '../answer.ts';
import { CommandError } from '../command-error.ts';
import type { CommandMeans } from '../command-means.ts';
import { type CommonOptions, createCommand, withHelp } from '../common-options.ts';
import { onStage } from '../on-stage.ts';
import { outboundOrdersOf, readShopId } from '../outbound-orders.ts';

/** `azi outbound add`: puts orders that Amazon is to ship into the table. */
export const outboundAddCommand = (means: CommandMeans): Command =>
  withHelp(
    createCommand('add', 'put orders that Amazon is to ship from its warehouses')
      .argument('<file>', 'JSON: an array of orders')
      .option('--shop <id>', 'whose orders they are; the shop need not be known yet')
      .action((file: string, options: OutboundAddOptions) =>
        answer({ json: options.json, empty: { orders: [] }, work: () => add(file, options, means) }, means),
      ),
    HELP,
  );

interface OutboundAddOptions extends CommonOptions {
  readonly shop?: string;
}

async function add(file: string, options: OutboundAddOptions, means: CommandMeans): Promise<Answer> {
  const shopId = readShopId(options.shop);
  const entries = await readOrdersFile(file);
  return onStage(
    { options, command: 'azi outbound add', create: true },
    async (connection) => {
      const orders = outboundOrdersOf(connection, means.now);
      const shop = await connection.shops.find(shopId);
      return toAnswer(await addRequests({ shopId, entries }, { orders, shop, now: () => means.now().getTime() }));
    },
    means,
  );
}

/** Throws a CommandError that never quotes the file: it holds addresses. */
async function readOrdersFile(file: string): Promise<unknown[]> {
  const content = await readFile(file, 'utf8').catch((cause: unknown) => {
    throw new CommandError(`${file} cannot be read.`, 'Give a JSON file with an array of orders.', { cause });
  });
  let orders: unknown;
  try {
    orders = JSON.parse(content);
  } catch {
    throw new CommandError(
      `${file} is no JSON.`,
      'Give a JSON file with an array of orders; see azi outbound add --help.',
    );
  }
  if (Array.isArray(orders) && orders.length > 0) return orders;
  if (Array.isArray(orders))
    throw new CommandError(`${file} holds an empty array: there is no order in it.`, 'Put orders in.');
  throw new CommandError(`${file} holds no array of orders.`, 'Put the orders between [ and ], also a single one.');
}

function toAnswer(orders: readonly AddedRequest[]): Answer {
  const refused = orders.filter(({ error }) => error !== undefined);
  const queued = orders.filter(({ status, error }) => !error && status === QUEUED);
  const known = orders.filter(({ status, error }) => !error && status !== QUEUED);
  const summary = `${queued.length} of ${orders.length} orders ${queued.length === 1 ? 'is' : 'are'} in the queue; azi run fulfillment-outbound acts on them.`;
  return {
    json: { orders },
    text: [
      summary,
      ...known.map(
        ({ orderId, status }) => `${orderId}: ${status} already. ${isFinal(status) ? IT_STAYS : IT_IS_HEEDED}`,
      ),
      ...refused.map(({ orderId, status, error }) => `${orderId}: ${status}. ${error?.message}`),
    ].join('\n'),
    ok: refused.length === 0,
  };
}

const IT_STAYS = 'Nothing more is done about it.';
const IT_IS_HEEDED = 'It stays as it was; the next run heeds its hold and cancel.';

const HELP = `
Each order stands for itself: one that cannot be right is kept as REJECTED with its reason, the others are queued. The same
order may be put again at any time; one that is under way stays as it was. Adding it again with "hold": false releases it,
with "cancel": true calls it off, as azi outbound cancel does.

Example of a file:
  [
    {
      "orderId": "SO-00001", "marketplaceId": "ATVPDKIKX0DER", "shippingSpeed": "STANDARD",
      "destination": { "name": "Pat Doe", "addressLine1": "12 Main Street", "city": "Lawrence",
                       "stateOrRegion": "KS", "postalCode": "66044", "countryCode": "US" },
      "items": [{ "sku": "SKU-7", "quantity": 2 }],
      "hold": false
    }
  ]

orderId: 1 to 40 of A-Z, a-z, 0-9, _, . and -; Amazon gets it as it is, and it is never used again.
shippingSpeed: STANDARD, EXPEDITED or PRIORITY (Canada, India and Mexico only).
May be left out: hold, cancel (true or false); lineItemId of an item; addressLine2, addressLine3, districtOrCounty,
stateOrRegion, phone and email of the destination. Other fields are not kept.`;
