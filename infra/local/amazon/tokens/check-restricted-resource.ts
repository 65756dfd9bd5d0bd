import { invalidInput } from '../gateway/api-error.ts';
import { RESTRICTED_OPERATIONS, type RestrictedOperation } from './restricted-operations.ts';
import type { RestrictedResource } from './restricted-tokens.ts';

/**
 * The restricted operation that a resource is about. Throws 400 when there is none, when the generic path is used
 * where only a specific one is allowed, and when data elements are missing or given where there are none (spapi 4).
 */
export function checkRestrictedResource({ method, path, dataElements }: RestrictedResource): RestrictedOperation {
  const operation = RESTRICTED_OPERATIONS.find((each) => each.method === method && fits(path, each.path));
  if (!operation) throw invalidInput(`'${method} ${path}' is not a restricted resource.`);
  if (operation.restricted === 'by-document' && path.includes('{')) {
    throw invalidInput(`'${path}' must name a document: a generic path is not supported.`);
  }
  const takesElements = operation.restricted === 'in-part';
  if (takesElements && !dataElements) throw invalidInput(`'dataElements' is required for '${method} ${path}'.`);
  if (!takesElements && dataElements) throw invalidInput(`'dataElements' does not apply to '${method} ${path}'.`);
  return operation;
}

/** A segment of the model's path in braces stands for itself, or for any id. */
function fits(path: string, template: string): boolean {
  const segments = path.split('/');
  const model = template.split('/');
  return (
    segments.length === model.length &&
    segments.every((segment, index) => {
      const wanted = model[index] ?? '';
      return segment === wanted || (wanted.startsWith('{') && /^[^{}]+$/.test(segment));
    })
  );
}
