import { DatedMap } from './dated-map.ts';
import { findProductIndex, productAt } from './listings/product.ts';

/** Which record is meant: one per marketplace and SKU. */
export interface SkuKey {
  readonly marketplaceId: string;
  readonly sellerSku: string;
}

/** A record with its place among those of its marketplace, which never changes. */
export interface Placed<Value> {
  readonly place: number;
  readonly value: Value;
}

/**
 * Records of a seller by marketplace and SKU, with their past. The first `count` in each marketplace are invented
 * whenever they are read, so that a million take no memory; only what was put in is held.
 */
export class SkuBook<Value> {
  private readonly changes = new DatedMap<Value>();
  private readonly count: number;
  private readonly invent: (marketplaceId: string, index: number) => Value | undefined;
  private readonly now: () => Date;

  constructor({ count, invent, now }: { count: number; invent: SkuBook<Value>['invent']; now: () => Date }) {
    this.count = count;
    this.invent = invent;
    this.now = now;
  }

  /** Puts this record in the place of the one with its key; undefined takes that away. */
  put(key: SkuKey, value: Value | undefined): void {
    this.changes.set(toText(key), value, this.now().getTime());
  }

  /** See {@link DatedMap.markAt}. */
  markAt = (ms: number): number => this.changes.markAt(ms);

  find(key: SkuKey, mark?: number): Value | undefined {
    const change = this.changes.find(toText(key), mark);
    if (change) return change.value;
    const index = findProductIndex(key.sellerSku);
    return index !== undefined && index < this.count ? this.invent(key.marketplaceId, index) : undefined;
  }

  /** The records of a marketplace as they were at the mark, in the order of their places, from beyond `after` on. */
  *list(marketplaceId: string, { mark, after = -1 }: { mark?: number; after?: number } = {}): Generator<Placed<Value>> {
    for (let place = after + 1; place < this.count; place += 1) {
      const change = this.changes.isEmpty ? undefined : this.findChange(marketplaceId, place, mark);
      const value = change ? change.value : this.invent(marketplaceId, place);
      if (value !== undefined) yield { place, value };
    }
    let place = this.count - 1;
    for (const text of this.changes.keys()) {
      place += 1;
      if (place <= after || !text.startsWith(`${marketplaceId} `) || this.isInvented(text)) continue;
      const value = this.changes.find(text, mark)?.value;
      if (value !== undefined) yield { place, value };
    }
  }

  private findChange(marketplaceId: string, place: number, mark: number | undefined) {
    return this.changes.find(toText({ marketplaceId, sellerSku: productAt(place).sellerSku }), mark);
  }

  private isInvented(text: string): boolean {
    const index = findProductIndex(text.slice(text.indexOf(' ') + 1));
    return index !== undefined && index < this.count;
  }
}

const toText = ({ marketplaceId, sellerSku }: SkuKey) => `${marketplaceId} ${sellerSku}`;
