import * as z from 'zod/mini';
import { DeliveryEnvironment, SpApiEnvironment, SpeedEnvironment } from '../../shared/runtime/environment-parts.ts';

/** What `orders/start` and `orders/step` need; the construct in `infra/syncs/orders.ts` must satisfy this type. */
export const OrdersEnvironment = z.object({
  ...SpApiEnvironment,
  ...DeliveryEnvironment,
  ...SpeedEnvironment,
  STAGE: z.string(),
  SHOPS_TABLE: z.string(),
  SCHEDULES_TABLE: z.string(),
  RUNS_TABLE: z.string(),
  ORDERS_TABLE: z.string(),
  BUYERS_TABLE: z.string(),
  DOCUMENTS_BUCKET: z.string(),
  STATE_MACHINE_ARN: z.string(),
});
export type OrdersEnvironment = z.infer<typeof OrdersEnvironment>;
