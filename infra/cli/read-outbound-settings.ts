import * as z from 'zod/mini';
import type { Shop } from '../../shared/shops/shop.ts';

const Settings = z.strictObject({
  apiVersion: z.optional(z.enum(['2026-07-04', '2020-07-01'])),
  preview: z.optional(z.boolean()),
  stuckAfterHours: z.optional(z.number().check(z.minimum(1), z.maximum(24 * 90))),
  displayableOrderComment: z.optional(z.string().check(z.minLength(1), z.maxLength(750))),
});

const LIMITS = {
  apiVersion: 'must be "2026-07-04" (default) or "2020-07-01"',
  preview: 'must be true or false, without quotes',
  stuckAfterHours: 'must be a number from 1 to 2160',
  displayableOrderComment: 'must be a text of 1 to 750 characters',
} as const satisfies Record<keyof typeof Settings.shape, string>;

/** How a shop wants its orders shipped; or what is wrong with it: field, limit and cure. */
export function readOutboundSettings(
  value: unknown,
): { settings: NonNullable<Shop['fulfillmentOutbound']> } | { problem: string } {
  const read = Settings.safeParse(value);
  if (read.success) return { settings: read.data };
  const wrong = Object.entries(LIMITS).find(([name]) => read.error.issues.some(({ path }) => path[0] === name));
  if (wrong) return { problem: `(${wrong[0]}) ${wrong[1]}` };
  const unknown = read.error.issues.flatMap((issue) => (issue.code === 'unrecognized_keys' ? issue.keys : []));
  if (unknown.length > 0) {
    return { problem: `(${unknown.join(', ')}) is unknown; there are ${Object.keys(LIMITS).join(', ')}` };
  }
  return { problem: `must be an object of ${Object.keys(LIMITS).join(', ')}; leave out what is to stay as it is` };
}
