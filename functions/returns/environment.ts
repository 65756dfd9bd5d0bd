import * as z from 'zod/mini';
import { SyncEnvironment } from '../sync-environment.ts';

/** What `returns/start` and `returns/step` need; the construct in `infra/syncs/returns.ts` must satisfy this type. */
export const ReturnsEnvironment = z.object({
  ...SyncEnvironment,
  RETURNS_TABLE: z.string(),
  REPORTS_TABLE: z.string(),
});
export type ReturnsEnvironment = z.infer<typeof ReturnsEnvironment>;
