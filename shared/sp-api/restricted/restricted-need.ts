import type { RestrictedRole } from './catalogue.ts';
import { checkTokenRequest } from './check-token-request.ts';
import { operationOf, type RestrictedResource } from './restricted-resource.ts';
import { either } from './restricted-role-missing-error.ts';
import { splitResources } from './split-resources.ts';

/** What a call needs in order to be shown buyers' data. */
export interface RestrictedNeed {
  /** The resource that this call is about, by its specific or its generic path. */
  readonly resource: RestrictedResource;
  /**
   * This resource and those of the calls around this one, where only specific paths are allowed: they share a token, or as
   * few as the limits of a token allow.
   */
  readonly bulk?: readonly RestrictedResource[];
  /** The roles that open it, one being enough, where they depend on more than the path. */
  readonly roles?: readonly RestrictedRole[];
}

/**
 * The resources of the token that a call is to carry: its own, with those of its bulk that go into the same token. The
 * same for every call of a bulk that shares the token. Throws RestrictedResourceError.
 */
export function resourcesOf({ resource, bulk = [] }: RestrictedNeed): readonly RestrictedResource[] {
  const own = ({ method, path }: RestrictedResource) => method === resource.method && path === resource.path;
  const groups = splitResources(bulk.some(own) ? bulk : [resource, ...bulk]);
  const group = groups.find((each) => each.some(own)) ?? [resource];
  checkTokenRequest({ restrictedResources: group });
  return group;
}

/**
 * The roles without which Amazon refuses the call although it gave the token; alternatives are one text. None where the call
 * shows something to everybody: what is missing then is another role.
 */
export const rolesOfNeed = ({ resource, roles = operationOf(resource)?.roles ?? [] }: RestrictedNeed): string[] =>
  roles.length > 0 ? [either(roles)] : [];
