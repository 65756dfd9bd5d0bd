import * as z from 'zod/mini';
import { SyncEnvironment } from '../sync-environment.ts';

/** What `items/start` and `items/step` need; the construct in `infra/syncs/items.ts` must satisfy this type. */
export const ItemsEnvironment = z.object({ ...SyncEnvironment, ITEMS_TABLE: z.string(), REPORTS_TABLE: z.string() });
export type ItemsEnvironment = z.infer<typeof ItemsEnvironment>;
