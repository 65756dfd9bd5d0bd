import { SpApiError, type SpApiErrorFacts, SpApiRejectedError } from '../sp-api-error.ts';
import { type RestrictedRole, ROLES_OF_ELEMENT } from './catalogue.ts';
import { operationOf, type RestrictedResource } from './restricted-resource.ts';

/** Amazon keeps buyers' data from the application because a restricted role is missing. Repeating it changes nothing. */
export class RestrictedRoleMissingError extends SpApiError {
  override readonly name = 'RestrictedRoleMissingError';
  override readonly cure: string;
  /** The roles that are missing; where there is a choice, the alternatives are one text: `Tax Invoicing or Tax Remittance`. */
  readonly missing: readonly string[];

  constructor(facts: SpApiErrorFacts, missing: readonly string[]) {
    const role = missing.length === 0 ? 'a restricted role' : `the role ${missing.join(', and ')}`;
    super(facts, `Amazon keeps buyers’ data from the application, which lacks ${role}`);
    this.missing = missing;
    this.cure = `Apply for ${role} in the developer profile, tick it in the application’s registration, then let the seller authorise the application again.`;
  }
}

/**
 * The roles that resources need, alternatives as one text. `refused` names the data elements that Amazon complains of;
 * else it may be any of those asked for.
 */
export function rolesFor(resources: readonly RestrictedResource[], refused: readonly string[] = []): string[] {
  const roles = resources.flatMap((resource) => {
    const elements = (resource.dataElements ?? []).filter((each) => refused.length === 0 || refused.includes(each));
    const own = refused.length === 0 ? (operationOf(resource)?.roles ?? []) : [];
    return [own, ...elements.map((each) => ROLES_OF_ELEMENT[each])].filter((each) => each.length > 0).map(either);
  });
  return [...new Set(roles)];
}

export const either = (roles: readonly RestrictedRole[]) => roles.join(' or ');

/**
 * The error for a restricted call that was refused: named for the role where the grant is the reason, else as it is.
 * Amazon answers 403 for both a missing role and a dead token, but of a token it speaks.
 */
export function namedForRole<Failure>(
  error: Failure,
  missing: readonly string[],
): Failure | RestrictedRoleMissingError {
  const isGrant = error instanceof SpApiRejectedError && error.facts.status === 403 && !error.mentions('access token');
  return isGrant && missing.length > 0 ? new RestrictedRoleMissingError(error.facts, missing) : error;
}
