import type { Operation } from './operation.ts';

/** The operation a request is meant for, with the parameters in its path. */
export interface Route {
  readonly operation: Operation;
  readonly pathParameters: Readonly<Record<string, string>>;
}

/** Finds the operation by method and path; undefined where there is none. */
export function findRoute(
  operations: readonly Operation[],
  { method, path }: { method: string; path: string },
): Route | undefined {
  for (const operation of operations) {
    const pathParameters = operation.method === method ? matchPath(operation.path, path) : undefined;
    if (pathParameters) return { operation, pathParameters };
  }
  return undefined;
}

function matchPath(template: string, path: string): Record<string, string> | undefined {
  const wanted = template.split('/');
  const given = path.split('/');
  if (wanted.length !== given.length) return undefined;
  const parameters: Record<string, string> = {};
  for (const [index, part] of wanted.entries()) {
    const value = given[index] ?? '';
    if (part.startsWith('{')) parameters[part.slice(1, -1)] = decode(value);
    else if (part !== value) return undefined;
  }
  return parameters;
}

function decode(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}
