import type { SeededRandom } from '../seeded-random.ts';
import type {
  Happening,
  LineShare,
  OutboundOrder,
  OutboundPackage,
  OutboundRequest,
  OutboundShipment,
  OutboundStatus,
  PlannedHappening,
} from './outbound-order.ts';
import type { OutboundFate, OutboundTimes } from './outbound-switches.ts';

export interface LifePlan {
  readonly request: OutboundRequest;
  readonly fate: OutboundFate;
  /** Already divided by the speed of the simulation. */
  readonly times: OutboundTimes;
  readonly from: number;
  readonly random: SeededRandom;
  readonly nextPackageNumber: () => number;
}

/** What will happen to an order after it was received, in order of time. */
export function planLife(plan: LifePlan): readonly PlannedHappening[] {
  const { request, fate, times, from } = plan;
  const validated = from + times.validation;
  if (fate === 'invalid') return [status(validated, 'INVALID')];
  if (request.action === 'HOLD') return [status(validated, 'RECEIVED'), status(from + times.hold, 'CANCELLED')];
  return [status(validated, 'RECEIVED'), ...planShipping({ ...plan, from: validated })];
}

/** The same for an order that has been validated, and is not held (any more). */
export function planShipping(plan: LifePlan): readonly PlannedHappening[] {
  const { fate, times, from } = plan;
  const planned = from + times.planning;
  const picked = planned + times.picking;
  if (fate === 'cancelled') return [status(planned, 'PLANNING'), status(picked, 'CANCELLED')];
  const begun = [status(planned, 'PLANNING'), status(picked, 'PROCESSING')];
  return [...begun, ...planPicking({ ...plan, from: picked })].sort((a, b) => a.at - b.at);
}

function planPicking(plan: LifePlan): PlannedHappening[] {
  const { request, times, from } = plan;
  const everything = request.lines.map(({ lineItemId, quantity }) => ({ lineItemId, quantity }));
  const missing = unitsMissing(plan);
  const there = without(everything, missing);
  const lacks = missing.map((share): PlannedHappening => ({ at: from, happening: { kind: 'unfulfillable', share } }));
  if (plan.fate === 'stuck') return [appear(from, inventShipment(plan, everything))];
  if (there.length === 0) {
    const shipment = inventShipment(plan, everything);
    const givenUp = from + times.replacement;
    return [appear(from, shipment), ...giveUp(givenUp, shipment), ...lacks, status(givenUp, 'UNFULFILLABLE')];
  }
  const last = from + times.shipping + (plan.fate === 'split' ? times.shipping : 0);
  const patience = request.policy === 'FILL_ALL' && missing.length > 0 ? times.givingUp : times.completion;
  return [
    ...lacks,
    ...planShipments(plan, there),
    status(last + patience, missing.length > 0 ? 'COMPLETE_PARTIALLED' : 'COMPLETE'),
  ];
}

function planShipments(plan: LifePlan, items: readonly LineShare[]): PlannedHappening[] {
  const { fate, times, from } = plan;
  if (fate === 'replaced') {
    const first = inventShipment(plan, items);
    const again = { ...plan, from: from + times.replacement };
    return [appear(from, first), ...giveUp(again.from, first), ...planShipment(again, items)];
  }
  if (fate !== 'split') return planShipment(plan, items);
  const [one, two] = halves(items);
  return [...planShipment(plan, one), ...planShipment({ ...plan, from: from + times.shipping }, two, 2)];
}

/** One shipment from picking to the door. */
function planShipment(plan: LifePlan, items: readonly LineShare[], parcels: 1 | 2 = 1): PlannedHappening[] {
  if (items.length === 0) return [];
  const { fate, times, from } = plan;
  const left = from + times.shipping;
  const arrives = left + times.delivery;
  const shipment = inventShipment(plan, items);
  const contents = parcels === 1 ? [items] : halves(items).filter((half) => half.length > 0);
  const packages = contents.map((content) => inventPackage(plan, content, arrives));
  const ship = { kind: 'ship', amazonShipmentId: shipment.amazonShipmentId, packages } as const;
  return [
    appear(from, shipment),
    { at: left, happening: ship },
    ...packages.flatMap(({ packageNumber }) => {
      const change = (at: number, change: Extract<Happening, { kind: 'package' }>['change']): PlannedHappening => ({
        at,
        happening: { kind: 'package', packageNumber, change },
      });
      return [
        change(left + times.carrierTracking, { trackingNumber: `1Z${plan.random.digits(16)}` }),
        change(arrives - times.delivery / 8, { status: 'OUT_FOR_DELIVERY' }),
        change(arrives, { status: fate === 'undeliverable' ? 'UNDELIVERABLE' : 'DELIVERED' }),
      ];
    }),
  ];
}

function inventShipment({ random, times, from }: LifePlan, items: readonly LineShare[]): OutboundShipment {
  const left = from + times.shipping;
  return {
    amazonShipmentId: `D${random.digits(10)}`,
    facilityId: random.pick(['RNO4', 'PHX7', 'YYZ3', 'DUS2', 'NRT5']),
    status: 'PENDING',
    shipTime: new Date(left).toISOString(),
    deliveryTime: new Date(left + times.delivery).toISOString(),
    items,
    packages: [],
  };
}

const inventPackage = (plan: LifePlan, items: readonly LineShare[], arrives: number): OutboundPackage => ({
  packageNumber: plan.nextPackageNumber(),
  items,
  // Whose numbers begin with 1Z.
  carrierCode: 'UPS',
  amazonTrackingNumber: `TBA${plan.random.digits(12)}`,
  status: 'IN_TRANSIT',
  deliveryTime: new Date(arrives).toISOString(),
});

/** What the fulfillment center will not find. */
function unitsMissing({ request: { lines }, fate }: LifePlan): LineShare[] {
  if (fate === 'unfulfillable') return lines.map(({ lineItemId, quantity }) => ({ lineItemId, quantity }));
  const last = lines.at(-1);
  if (fate !== 'partial' || !last) return [];
  return [{ lineItemId: last.lineItemId, quantity: lines.length > 1 ? last.quantity : 1 }];
}

const without = (shares: readonly LineShare[], missing: readonly LineShare[]) =>
  shares
    .map(({ lineItemId, quantity }) => {
      const short = missing.find((share) => share.lineItemId === lineItemId)?.quantity ?? 0;
      return { lineItemId, quantity: quantity - short };
    })
    .filter(({ quantity }) => quantity > 0);

/** Divides lines, and a line's units, as evenly as they go; the second half may be empty. */
function halves(shares: readonly LineShare[]): [LineShare[], LineShare[]] {
  const first = shares.map(({ lineItemId, quantity }) => ({ lineItemId, quantity: Math.ceil(quantity / 2) }));
  if (shares.length === 1) return [first, without(shares, first)];
  const middle = Math.ceil(shares.length / 2);
  return [shares.slice(0, middle), shares.slice(middle)];
}

const status = (at: number, status: OutboundStatus): PlannedHappening => ({
  at,
  happening: { kind: 'status', status },
});

const appear = (at: number, shipment: OutboundShipment): PlannedHappening => ({
  at,
  happening: { kind: 'shipment', shipment },
});

const giveUp = (at: number, { amazonShipmentId }: OutboundShipment): PlannedHappening[] => [
  { at, happening: { kind: 'give-up-shipment', amazonShipmentId } },
];

/** Statuses in which an order can still be called off. */
export const isCancellable = ({ status }: Pick<OutboundOrder, 'status'>) =>
  status === 'NEW' || status === 'RECEIVED' || status === 'PLANNING';
