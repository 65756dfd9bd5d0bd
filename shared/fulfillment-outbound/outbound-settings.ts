import type { Shop } from '../shops/shop.ts';

/** How a shop wants its orders shipped, defaults filled in. */
export interface OutboundSettings {
  readonly apiVersion: '2026-07-04' | '2020-07-01';
  /** Ask Amazon what an order would cost, and whether it can be done, before it is created. */
  readonly preview: boolean;
  /** An order without news for so long is told. */
  readonly stuckAfterMs: number;
  /** Printed on the packing slip; 2020-07-01 wants one. */
  readonly displayableOrderComment: string;
}

const HOUR_MS = 60 * 60_000;

/** Without a word from the shop: the newest version, no preview, 72 hours. */
export const outboundSettings = ({
  fulfillmentOutbound: given = {},
}: Pick<Shop, 'fulfillmentOutbound'>): OutboundSettings => ({
  apiVersion: given.apiVersion ?? '2026-07-04',
  preview: given.preview ?? false,
  stuckAfterMs: (given.stuckAfterHours ?? 72) * HOUR_MS,
  displayableOrderComment: given.displayableOrderComment ?? 'Thank you for your order.',
});
