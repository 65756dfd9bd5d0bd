import * as z from 'zod/mini';
import { DeliveryEnvironment, SpApiEnvironment, SpeedEnvironment } from '../shared/runtime/environment-parts.ts';

/** What the start and step functions of every sync need. */
export const SyncEnvironment = {
  ...SpApiEnvironment,
  ...DeliveryEnvironment,
  ...SpeedEnvironment,
  STAGE: z.string(),
  SHOPS_TABLE: z.string(),
  SCHEDULES_TABLE: z.string(),
  RUNS_TABLE: z.string(),
  BUYERS_TABLE: z.string(),
  DOCUMENTS_BUCKET: z.string(),
  STATE_MACHINE_ARN: z.string(),
};
const CommonEnvironment = z.object(SyncEnvironment);
export type CommonEnvironment = z.infer<typeof CommonEnvironment>;
