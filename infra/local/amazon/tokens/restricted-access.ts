import type { DataElement } from './restricted-operations.ts';
import type { RestrictedResource } from './restricted-tokens.ts';

/** What a Restricted Data Token opens for one call. */
export interface RestrictedAccess {
  readonly dataElements: ReadonlySet<DataElement>;
}

/** What these resources open for a call of this path, whose operation has this template; undefined: they do not cover it. */
export function findRestrictedAccess(
  resources: readonly RestrictedResource[],
  call: { method: string; template: string; path: string },
): RestrictedAccess | undefined {
  const covering = resources.filter(({ method, path }) => method === call.method && covers(path, call));
  if (covering.length === 0) return undefined;
  return { dataElements: new Set(covering.flatMap(({ dataElements }) => dataElements ?? [])) };
}

/** A resource covers the very path it names, or, where it keeps the model's `{name}`, anything in that place. */
function covers(resource: string, { template, path }: { template: string; path: string }): boolean {
  const named = resource.split('/');
  const called = path.split('/');
  const model = template.split('/');
  return (
    named.length === called.length &&
    named.every((part, index) => part === called[index] || (part.startsWith('{') && part === model[index]))
  );
}
