import { BuyerStore } from '../../shared/buyers/buyer-store.ts';
import { OutboundStore } from '../../shared/fulfillment-outbound/outbound-store.ts';
import { CommandError } from './command-error.ts';
import type { StageConnection } from './stage-connection.ts';

/** The orders that people put for Amazon to ship, in a stage's table. */
export const outboundOrdersOf = ({ clients, names }: StageConnection, now: () => Date): OutboundStore =>
  new OutboundStore({
    client: clients.documents,
    table: names.table('fulfillment-outbound'),
    buyers: new BuyerStore(clients.documents, names.table('buyers'), () => now().getTime()),
    now: () => now().getTime(),
  });

/** `--shop`, whose shop need not be known yet. Throws a CommandError. */
export function readShopId(shopId: string | undefined): string {
  if (shopId !== undefined && /^[A-Za-z0-9-]{1,32}$/.test(shopId)) return shopId;
  throw new CommandError(
    shopId === undefined ? '--shop is missing.' : '--shop is no shopId: it must be 1 to 32 of A-Z, a-z, 0-9 and -.',
    'Give the shop whose orders are meant, e.g. --shop my-shop; azi shop list shows them.',
  );
}
