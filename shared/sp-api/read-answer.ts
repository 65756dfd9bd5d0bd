import * as z from 'zod/mini';
import type { Answer } from './sp-api.ts';
import { SpApiContractError } from './sp-api-error.ts';

/** Amazon's answer read by a schema. Throws {@link SpApiContractError}, which names what does not fit and never what stood there. */
export function readAnswer<Schema extends z.ZodMiniType>(
  operationId: string,
  { body, requestId }: Answer,
  schema: Schema,
): z.infer<Schema> {
  const read = z.safeParse(schema, body);
  if (read.success) return read.data;
  const misfits = read.error.issues.slice(0, 3).map(({ path, code }) => `${path.join('.') || 'answer'}: ${code}`);
  throw new SpApiContractError(
    { operationId, requestId },
    `the answer does not fit Amazon's model (${misfits.join(', ')})`,
  );
}
