import * as z from 'zod/mini';
import { invalidInput } from './api-error.ts';

/** The body of a call as Amazon's model describes it. Throws 400 that names the first field that is not so, not its value. */
export function parseBody<Schema extends z.ZodMiniType>(schema: Schema, body: unknown): z.output<Schema> {
  if (body === undefined) throw invalidInput('The request has no body.');
  const { data, error } = schema.safeParse(body);
  const issue = error?.issues[0];
  if (!error) return data;
  const path = issue?.path.join('.') ?? '';
  if (issue?.code === 'unrecognized_keys') {
    throw invalidInput(`'${[path, issue.keys[0]].filter(Boolean).join('.')}' is not a field of the request.`);
  }
  throw invalidInput(path ? `'${path}' is missing or invalid.` : 'The request body is invalid.');
}
