import * as z from 'zod/mini';
import { AwsError } from './aws-error.ts';

/** Operations of a service by name, each from its parsed JSON body to its JSON answer. */
export type Operations = Record<string, (input: unknown) => unknown>;

/** An operation whose input is read by a schema; what does not fit is a ValidationException, as in AWS. */
export const operation =
  <Schema extends z.ZodMiniType>(schema: Schema, answer: (input: z.infer<Schema>) => unknown) =>
  (input: unknown) =>
    answer(parseInput(schema, input));

export function parseInput<Schema extends z.ZodMiniType>(schema: Schema, input: unknown): z.infer<Schema> {
  const result = z.safeParse(schema, input);
  if (result.success) return result.data;
  const fields = result.error.issues.map((issue) => issue.path.join('.')).join(', ');
  throw new AwsError('ValidationException', `These fields are missing or wrong: ${fields}.`);
}
