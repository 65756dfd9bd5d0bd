import { type DataElement, type Method, RESTRICTED_OPERATIONS, type RestrictedOperation } from './catalogue.ts';

/** What a Restricted Data Token is asked for: an operation, of one id or (by its path template) of any. */
export interface RestrictedResource {
  readonly method: Method;
  readonly path: string;
  readonly dataElements?: readonly DataElement[];
}

/** The restricted operation that a resource is about; undefined: that path is not restricted. */
export const operationOf = ({ method, path }: Pick<RestrictedResource, 'method' | 'path'>) =>
  RESTRICTED_OPERATIONS.find((operation) => operation.method === method && fits(path, operation.path));

/** Whether a path keeps the braces of its template. */
export const isGeneric = ({ path }: Pick<RestrictedResource, 'path'>) => path.includes('{');

/** The methods for which a path is restricted. */
export const methodsOf = (path: string): readonly RestrictedOperation['method'][] =>
  RESTRICTED_OPERATIONS.filter((operation) => fits(path, operation.path)).map(({ method }) => method);

/** The path of an operation for one id, or for any (`bulk`). An id cannot reach beyond its own place in the path. */
export function pathFor(template: string, { id, bulk }: { id: string; bulk: boolean }): string {
  return bulk ? template : template.replace(/\{[^}]+\}/, encodeURIComponent(id));
}

/** A segment in braces stands for itself, literally, or for any id. */
function fits(path: string, template: string): boolean {
  const segments = path.split('/');
  const model = template.split('/');
  return (
    segments.length === model.length &&
    model.every((wanted, at) => {
      const segment = segments[at] ?? '';
      return segment === wanted || (wanted.startsWith('{') && /^[^{}\s?#]+$/.test(segment));
    })
  );
}
