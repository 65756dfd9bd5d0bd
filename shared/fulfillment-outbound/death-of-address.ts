import { dateOfDeath } from '../buyers/date-of-death.ts';
import { readMoment } from '../sync/moment.ts';
import { type Fulfillment, isFinal, packagesOf } from './fulfillment.ts';

/** So much may the known date be off before it is worth a write. */
const TOLERANCE_S = 60 * 60;

/** The date of death after news: the one that is known, unless it has moved. */
export function movedDeath(known: number | undefined, fulfillment: Fulfillment, time: string): number {
  const death = deathOfAddress(fulfillment, time);
  return known !== undefined && Math.abs(death - known) < TOLERANCE_S ? known : death;
}

/**
 * When the address must be gone (Unix seconds): counted from the delivery of the last package; until it is known, from when
 * Amazon expects it, and at least from the last news (`time`, ISO).
 */
function deathOfAddress(fulfillment: Fulfillment, time: string): number {
  const packages = packagesOf(fulfillment);
  const expected = [...packages, ...fulfillment.shipments].flatMap(
    ({ deliveryTime }) => readMoment(deliveryTime ?? '') ?? [],
  );
  const delivered = packages.length > 0 && packages.every(({ status }) => status === 'DELIVERED');
  if (delivered && isFinal(fulfillment.status)) {
    const times = packages.flatMap(({ deliveryTime }) => readMoment(deliveryTime ?? '') ?? []);
    const last = times.sort().at(-1) ?? time;
    return dateOfDeath(last < time ? last : time);
  }
  return dateOfDeath([time, ...expected].sort().at(-1) ?? time);
}
