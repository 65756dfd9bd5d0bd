import * as z from 'zod/mini';
import { SyncEnvironment } from '../sync-environment.ts';

/** What `orders/start` and `orders/step` need; the construct in `infra/syncs/orders.ts` must satisfy this type. */
export const OrdersEnvironment = z.object({ ...SyncEnvironment, ORDERS_TABLE: z.string() });
export type OrdersEnvironment = z.infer<typeof OrdersEnvironment>;
