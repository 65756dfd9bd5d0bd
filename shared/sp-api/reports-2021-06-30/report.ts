import * as z from 'zod/mini';

/** A report as getReport and getReports show it. `processingStatus` is open: Amazon adds values. */
export const Report = z.object({
  reportId: z.string(),
  reportType: z.string(),
  /** IN_QUEUE, IN_PROGRESS, DONE, CANCELLED (or no data), FATAL. */
  processingStatus: z.string(),
  marketplaceIds: z.nullish(z.array(z.string())),
  dataStartTime: z.nullish(z.string()),
  dataEndTime: z.nullish(z.string()),
  createdTime: z.string(),
  processingStartTime: z.nullish(z.string()),
  processingEndTime: z.nullish(z.string()),
  /** There when DONE, and sometimes when FATAL: then it explains. */
  reportDocumentId: z.nullish(z.string()),
});
export type Report = z.infer<typeof Report>;
