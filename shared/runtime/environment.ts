import * as z from 'zod/mini';

/**
 * Reads a function's environment by its schema, once, at the door. Nothing else reads `process.env`.
 * Throws an error that names every variable that is missing or wrong, never its value.
 */
export function readEnvironment<Schema extends z.ZodMiniType>(schema: Schema): z.infer<Schema> {
  const result = z.safeParse(schema, process.env);
  if (result.success) return result.data;
  const variables = result.error.issues.map((issue) => issue.path.join('.')).join(', ');
  throw new Error(`The function's environment is wrong: ${variables}. The stack that deploys it must set these.`);
}
