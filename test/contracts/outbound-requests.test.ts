import axios from 'axios';
import { describe, expect, it, vi } from 'vitest';
import type { FulfillmentPort, OrderToCreate } from '../../shared/fulfillment-outbound/fulfillment-port.ts';
import { port20200701 } from '../../shared/fulfillment-outbound/port-2020-07-01.ts';
import { port20260704 } from '../../shared/fulfillment-outbound/port-2026-07-04.ts';
import type { SpApi } from '../../shared/sp-api/sp-api.ts';
import { amazonModel, modelsMissing } from '../support/amazon-models.ts';
import { type PrismProxy, startPrismProxy } from '../support/prism-proxy.ts';
import { startTestAmazon, type TestAmazon } from '../support/test-amazon.ts';

// Reading a model takes its time on a busy machine.
vi.setConfig({ testTimeout: 60_000 });

const VERSIONS = {
  '2026-07-04': (means: PortMeans) => port20260704(means),
  '2020-07-01': (means: PortMeans) => port20200701(means, { displayableOrderComment: 'Thank you for your order.' }),
};
type PortMeans = { spApi: Pick<SpApi, 'call'>; lane: 'live' };

describe.skipIf(modelsMissing).each(['2026-07-04', '2020-07-01'] as const)(
  'our requests to Fulfillment Outbound %s keep to Amazon’s model',
  (version) => {
    it('create, read, list, preview, release and cancel', async () => {
      await using given = await startTestAmazon();
      const model = amazonModel(`fulfillmentOutbound_${version}.json`);
      await using prism = await startPrismProxy({ model, upstream: given.amazon.spApiEndpoint });
      const sent: Sent[] = [];
      const port = VERSIONS[version]({ spApi: throughPrism({ given, prism, sent }), lane: 'live' });

      await sendEverything(port);

      expect(sent.map(({ status }) => Math.floor(status / 100))).toEqual(Array.from({ length: 9 }, () => 2));
      expect(sent.filter(({ violations }) => violations.length > 0)).toEqual([]);
    });
  },
);

async function sendEverything(port: FulfillmentPort): Promise<void> {
  await port.preview(fullOrder);
  await port.create(fullOrder);
  await port.create(leanOrder);
  await port.create({ ...leanOrder, orderId: 'SO-3', marketplaceId: CANADA, shippingSpeed: 'PRIORITY' });
  await port.find('SO-1_a.b');
  await port.list({ updatedAfter: '2026-03-01T00:00:00.000Z' });
  await port.release('SO-1_a.b');
  await port.cancel('SO-2');
  await port.find('SO-2');
}

const CANADA = 'A2EUQ1WTGCTBG2';

/** Everything that a request may hold. */
const fullOrder: OrderToCreate = {
  orderId: 'SO-1_a.b',
  marketplaceId: 'ATVPDKIKX0DER',
  shippingSpeed: 'EXPEDITED',
  held: true,
  pickedUpAt: '2026-03-10T12:00:00.000Z',
  destination: {
    name: 'Pat Doe',
    addressLine1: '12 Main Street',
    addressLine2: 'Apt 3',
    addressLine3: 'Ring twice',
    city: 'Lawrence',
    districtOrCounty: 'Douglas',
    stateOrRegion: 'KS',
    postalCode: '66044',
    countryCode: 'US',
    phone: '404-555-1212',
    email: 'pat@example.com',
  },
  items: [
    { lineItemId: '1-1', sku: 'KETTLE-1L-STEEL', quantity: 2 },
    { lineItemId: '1-2', sku: 'MUG-BLUE-2', quantity: 1 },
  ],
};

/** As little as it must. */
const leanOrder: OrderToCreate = {
  ...fullOrder,
  orderId: 'SO-2',
  shippingSpeed: 'STANDARD',
  held: false,
  destination: {
    name: 'Pat Doe',
    addressLine1: '12 Main Street',
    city: 'Lawrence',
    postalCode: '66044',
    countryCode: 'US',
  },
  items: [{ lineItemId: '1', sku: 'MUG-BLUE-2', quantity: 1 }],
};

interface Sent {
  readonly operationId: string;
  readonly status: number;
  readonly violations: readonly unknown[];
}

/** Sends as the client does, and notes what the proxy holds against request and answer. */
const throughPrism = ({
  given,
  prism,
  sent,
}: {
  given: TestAmazon;
  prism: PrismProxy;
  sent: Sent[];
}): Pick<SpApi, 'call'> => ({
  async call({ operationId }, _lane, send) {
    const { status, headers, data } = await send({
      endpoint: prism.url,
      axios: axios.create({ validateStatus: () => true }),
      options: { headers: given.headers() },
    });
    const violations = prism.violations({ get: (name) => String(headers[name] ?? '[]') });
    sent.push({ operationId, status, violations });
    return { body: data };
  },
});
