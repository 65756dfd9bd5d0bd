import * as z from 'zod/mini';
import type { Shop } from '../../shared/shops/shop.ts';

const Settings = z.strictObject({ merchantReport: z.optional(z.enum(['XML', 'FLAT_FILE'])) });

/** How a shop's returns are read; or what is wrong with it: field, limit and cure. */
export function readReturnsSettings(value: unknown): { settings: NonNullable<Shop['returns']> } | { problem: string } {
  const read = Settings.safeParse(value);
  if (read.success) return { settings: read.data };
  if (read.error.issues.some(({ path }) => path[0] === 'merchantReport'))
    return { problem: '(merchantReport) must be "XML" (default) or "FLAT_FILE"' };
  return { problem: 'must be an object of merchantReport; leave out what is to stay as it is' };
}
