import type { BuyerStore } from '../buyers/buyer-store.ts';
import type { Quarantine } from '../buyers/quarantine.ts';
import type { BuyerReader } from '../delivery/buyer-reader.ts';
import type { RunHandOut } from '../delivery/run-hand-out.ts';
import type { Log } from '../runtime/logger.ts';
import type { SpApi } from '../sp-api/sp-api.ts';
import type { OutboundStore } from './outbound-store.ts';

export interface OutboundMeans {
  readonly orders: OutboundStore;
  readonly buyers: Pick<BuyerStore, 'save'>;
  readonly buyerReader: Pick<BuyerReader, 'read'>;
  readonly spApi: Pick<SpApi, 'call' | 'now'>;
  readonly handOut: RunHandOut;
  readonly quarantine: Quarantine;
  readonly log: Log;
  readonly now: () => number;
  /** Divides the pauses that are our policy. */
  readonly speed: number;
}
