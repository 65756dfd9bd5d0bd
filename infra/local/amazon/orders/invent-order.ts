import type { Order } from '@sp-api-sdk/orders-api-2026-01-01';
import type { Marketplace } from '../marketplaces.ts';
import type { SeededRandom } from '../seeded-random.ts';
import { inventOrderItem } from './invent-order-item.ts';
import { inventPackage } from './invent-package.ts';
import { inventPerson, type Person } from './people.ts';
import type { Scenario } from './scenarios.ts';
import { sumUp } from './sum-up.ts';

const HOUR = 60 * 60 * 1000;
const DAY = 24 * HOUR;

/** What is settled about an order before the rest of it is invented. */
export interface OrderPlan {
  readonly orderId: string;
  readonly createdTime: string;
  readonly lastUpdatedTime: string;
  readonly marketplace: Marketplace;
  readonly scenario: Scenario;
}

/** Invents an order, complete: every dataset that such an order has, with people who do not exist. */
export function inventOrder(random: SeededRandom, plan: OrderPlan): Order {
  const { scenario, marketplace, ...basics } = plan;
  const isPending = scenario.status.startsWith('PENDING');
  const person = inventPerson(random, marketplace.countryCode);
  const invented = Array.from({ length: scenario.items ?? 1 }, (_, index) =>
    inventOrderItem(random, { scenario, marketplace, index }),
  );
  const orderItems = invented.map(({ item }) => item);
  const { marketplaceId, name: marketplaceName } = marketplace;
  return {
    ...basics,
    ...(scenario.fulfilledBy === 'MERCHANT' && {
      orderAliases: [{ aliasId: `S-${random.digits(6)}`, aliasType: 'SELLER_ORDER_ID' }],
    }),
    programs: [
      ...(random.chance(0.4) ? ['PRIME'] : []),
      ...(scenario.business ? ['AMAZON_BUSINESS'] : []),
      ...(scenario.status === 'PENDING_AVAILABILITY' ? ['PREORDER'] : []),
    ],
    salesChannel: { channelName: scenario.channelName ?? 'AMAZON', marketplaceId, marketplaceName },
    // Until payment is authorized Amazon tells neither who buys nor for how much.
    ...(!isPending && { buyer: toBuyer(person, scenario, random), recipient: toRecipient(person) }),
    ...(!isPending &&
      sumUp(
        invented.map(({ proceeds }) => proceeds),
        marketplace,
      )),
    ...(scenario.business && { tax: toTax(person, random) }),
    fulfillment: toFulfillment(plan),
    orderItems,
    ...(scenario.fulfilledBy === 'MERCHANT' &&
      isShipped(scenario) && { packages: [inventPackage(random, { ...basics, orderItems })] }),
  };
}

const isShipped = ({ status }: Scenario) => status === 'SHIPPED' || status === 'PARTIALLY_SHIPPED';

function toBuyer({ name }: Person, { business }: Scenario, random: SeededRandom) {
  return {
    buyerName: name,
    buyerEmail: `${random.digits(10)}@marketplace.example.com`,
    ...(business && { buyerCompanyName: 'Specimen & Sons Ltd.', buyerPurchaseOrderNumber: `PO-${random.digits(5)}` }),
  };
}

const toRecipient = ({ address, deliveryPreference }: Person) => ({
  deliveryAddress: address,
  ...(deliveryPreference && { deliveryPreference }),
});

function toTax({ name, address }: Person, random: SeededRandom) {
  return {
    taxRegistrations: [
      {
        entityType: 'BUYER',
        legalName: `${name}, Specimen & Sons Ltd.`,
        taxRegistrationType: 'BUSINESS',
        taxRegistrationNumber: `TAX${random.digits(9)}`,
        taxRegistrationAddress: address,
      },
    ],
  };
}

function toFulfillment({ scenario, createdTime }: OrderPlan): Order['fulfillment'] {
  const at = (offset: number) => new Date(Date.parse(createdTime) + offset).toISOString();
  return {
    fulfillmentStatus: scenario.status,
    fulfilledBy: scenario.fulfilledBy,
    fulfillmentServiceLevel: scenario.business ? 'EXPEDITED' : 'STANDARD',
    ...(!scenario.status.startsWith('PENDING') && {
      shipByWindow: { earliestDateTime: at(4 * HOUR), latestDateTime: at(2 * DAY) },
      deliverByWindow: { earliestDateTime: at(3 * DAY), latestDateTime: at(7 * DAY) },
    }),
  };
}
