import * as z from 'zod/mini';
import { IncludedData } from '../sp-api/orders-2026-01-01/search-orders.ts';

/** Datasets without buyers' data. FULFILLMENT is always among them: the date of death needs it. */
const ALWAYS: readonly IncludedData[] = [
  'FULFILLMENT',
  'PROCEEDS',
  'EXPENSE',
  'PROMOTION',
  'CANCELLATION',
  'PACKAGES',
  'PAYMENT',
  'FULFILLMENT_ORDERS',
];

/** Datasets that bring buyers' data (TAX: their legal names and tax numbers): only for shops that ask for it. */
const OF_BUYERS: readonly IncludedData[] = ['BUYER', 'RECIPIENT', 'TAX'];

export const PERSONAL: readonly IncludedData[] = ['BUYER', 'RECIPIENT'];

export const wantedData = ({ deliverBuyerData }: { deliverBuyerData?: boolean }): readonly IncludedData[] =>
  deliverBuyerData ? [...OF_BUYERS, ...ALWAYS] : ALWAYS;

/** A dataset that Amazon refuses one account, and when it is asked for again. */
export const RefusedData = z.record(z.string(), z.object({ probeAt: z.string() }));
export type RefusedData = z.infer<typeof RefusedData>;

/**
 * Which datasets a run asks for, and what it is finding out. `accepted` are known to be good, `groups` are still to be
 * tried, the first with the next request. While there is a group, an answer only tells about it.
 */
export const Datasets = z.object({
  accepted: z.array(IncludedData),
  refused: z.array(IncludedData),
  /** When those are asked for again that were refused before this run. */
  known: z._default(RefusedData, {}),
  groups: z.array(z.array(IncludedData)),
  /** A request without any dataset was refused too, or has not been tried: then the request itself may be wrong. */
  bareWorks: z.boolean(),
});
export type Datasets = z.infer<typeof Datasets>;

/** All that is wanted in one group, less what is known to be refused until its next probe. */
export function beginDatasets(wanted: readonly IncludedData[], known: RefusedData, now: string): Datasets {
  const refused = wanted.filter((dataset) => (known[dataset]?.probeAt ?? now) > now);
  const groups = [wanted.filter((dataset) => !refused.includes(dataset))];
  return { accepted: [], refused, known: pick(known, refused), groups, bareWorks: false };
}

/** What to remember of a run's refusals: each is asked for again a day after it was refused, however many runs come between. */
export const rememberedRefusals = ({ refused, known }: Datasets, probeAt: string): RefusedData =>
  Object.fromEntries(refused.map((dataset) => [dataset, known[dataset] ?? { probeAt }]));

const pick = (known: RefusedData, datasets: readonly IncludedData[]): RefusedData =>
  Object.fromEntries(Object.entries(known).filter(([dataset]) => datasets.some((each) => each === dataset)));

/** What the next request asks for. */
export const askedData = ({ accepted, groups }: Datasets): IncludedData[] => [...accepted, ...(groups[0] ?? [])];

/** After a success: the group is good. `settled`: nothing is left to find out, and the answer was to the final request. */
export function afterSuccess({ groups: [group = [], ...others], ...datasets }: Datasets): {
  datasets: Datasets;
  settled: boolean;
} {
  return {
    datasets: { ...datasets, accepted: [...datasets.accepted, ...group], groups: others, bareWorks: true },
    settled: others.length === 0,
  };
}

/**
 * After a 400 or 403: what to try next; undefined when the request fails without any dataset, so that they are not to blame.
 * `named` are the datasets that Amazon's words blame; without a name the group is halved until the guilty one stands alone.
 */
export function afterRefusal(datasets: Datasets, named: readonly IncludedData[]): Datasets | undefined {
  const [group = [], ...others] = datasets.groups;
  if (group.length === 0) return undefined;
  const blamed = group.filter((dataset) => named.includes(dataset));
  if (blamed.length > 0) {
    const cleared = group.filter((dataset) => !blamed.includes(dataset));
    return { ...datasets, refused: [...datasets.refused, ...blamed], groups: [cleared, ...others] };
  }
  // Before the group is taken apart it must be known that the request works without it.
  const bare: IncludedData[][] = datasets.bareWorks ? [] : [[]];
  if (group.length === 1) {
    const left = [...bare, ...others];
    return { ...datasets, refused: [...datasets.refused, ...group], groups: left.length > 0 ? left : [[]] };
  }
  const half = Math.ceil(group.length / 2);
  return { ...datasets, groups: [...bare, group.slice(0, half), group.slice(half), ...others] };
}
