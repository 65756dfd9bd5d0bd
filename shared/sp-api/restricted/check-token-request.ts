import { DATA_ELEMENTS, METHODS, type RestrictedOperation } from './catalogue.ts';
import { isGeneric, methodsOf, operationOf, type RestrictedResource } from './restricted-resource.ts';
import { RestrictedResourceError } from './restricted-resource-error.ts';
import { fitsOneToken, mergeResources, splitResources } from './split-resources.ts';
import { estimateTokenBytes, MAX_RESOURCES, MAX_TOKEN_BYTES } from './token-size.ts';

/** What a Restricted Data Token is asked for, and for whom. */
export interface TokenRequest {
  readonly restrictedResources: readonly RestrictedResource[];
  /** Application id of another developer's application that is to use the token; absent: ours. */
  readonly targetApplication?: string;
}

/**
 * Holds a request against Amazon's rules before any call. Throws {@link RestrictedResourceError}, which names the rule
 * and how to keep to it.
 */
export function checkTokenRequest({ restrictedResources, targetApplication }: TokenRequest): void {
  if (restrictedResources.length === 0) {
    throw new RestrictedResourceError(
      'A token for nothing: no resource is named.',
      'Name at least one, e.g. "GET /orders/v0/orders".',
    );
  }
  const operations = restrictedResources.map(checkResource);
  checkParties(restrictedResources, operations);
  checkSize(mergeResources(restrictedResources));
  if (targetApplication !== undefined) checkApplication(targetApplication);
}

function checkResource(resource: RestrictedResource): RestrictedOperation {
  const name = `${resource.method} ${resource.path}`;
  const operation = operationOf(resource);
  if (!operation) throw notRestricted(resource);
  if (isGeneric(resource) && !operation.generic) {
    throw new RestrictedResourceError(
      `${name}: ${operation.operationId} takes a specific path only, not one with braces.`,
      'Put the real id in their place, and name one resource for each id.',
    );
  }
  const { dataElements: taken, operationId } = operation;
  const named: readonly string[] = resource.dataElements ?? [];
  const unknown = named.find((element) => !DATA_ELEMENTS.some((known) => known === element));
  if (unknown !== undefined) {
    throw new RestrictedResourceError(
      `${name}: "${unknown}" is no data element.`,
      `Data elements are ${DATA_ELEMENTS.join(', ')}; spelled so.`,
    );
  }
  const foreign = named.find((element) => !taken.some((each) => each === element));
  if (foreign !== undefined) {
    throw new RestrictedResourceError(
      `${name}: ${operationId} does not take the data element ${foreign}.`,
      taken.length === 0
        ? 'Name it without data elements: its token shows all it has.'
        : `It takes ${taken.join(', ')}.`,
    );
  }
  if (taken.length > 0 && named.length === 0) {
    throw new RestrictedResourceError(
      `${name}: ${operationId} needs to be told which data elements the token is for.`,
      `Name those that are needed, and no more, of: ${taken.join(', ')}.`,
    );
  }
  return operation;
}

function notRestricted({ method, path }: RestrictedResource): RestrictedResourceError {
  const name = `${method} ${path}`;
  if (!METHODS.some((each) => each === method)) {
    return new RestrictedResourceError(
      `${name}: a resource’s method is ${METHODS.join(', ')}.`,
      'Name one of them, in capitals.',
    );
  }
  if (!path.startsWith('/') || /[\s?#]/.test(path)) {
    return new RestrictedResourceError(
      `${name}: this is no path.`,
      'Give the path alone, from its first slash on, without host and query: /orders/v0/orders.',
    );
  }
  const others = methodsOf(path);
  if (others.length > 0) {
    return new RestrictedResourceError(`${name} is not restricted.`, `${path} is so for ${others.join(' and ')}.`);
  }
  return new RestrictedResourceError(
    `${name} is not restricted: it takes an ordinary access token, and no other.`,
    'Restricted paths stand in shared/sp-api/restricted/catalogue.ts; braces are spelled as there, e.g. /orders/v0/orders/{orderId}.',
  );
}

function checkParties(resources: readonly RestrictedResource[], operations: readonly RestrictedOperation[]): void {
  const of = (party: RestrictedOperation['party']) => resources.find((_, at) => operations[at]?.party === party);
  const [vendor, seller] = [of('vendor'), of('seller')];
  if (!vendor || !seller) return;
  throw new RestrictedResourceError(
    `Paths of vendors and of sellers cannot share a token: ${vendor.path} is a vendor’s, ${seller.path} a seller’s.`,
    'Ask for two tokens, one for the paths that begin with /vendor, one for the others.',
  );
}

function checkSize(resources: readonly RestrictedResource[]): void {
  if (fitsOneToken(resources)) return;
  const groups = splitResources(resources);
  const broken =
    resources.length > MAX_RESOURCES
      ? `${resources.length} resources are more than the ${MAX_RESOURCES} that Amazon takes in one token`
      : `A token for these ${resources.length} resources may weigh ${estimateTokenBytes(resources)} bytes (an estimate on the safe side); beyond ${MAX_TOKEN_BYTES} it may fail when it is used`;
  const split =
    groups.length === 1
      ? 'Shorten the path: no token can be that large.'
      : `Ask for ${groups.length} tokens, with ${groups.map(({ length }) => length).join(', ')} resources`;
  const generic = resources.some((resource) => operationOf(resource)?.generic);
  throw new RestrictedResourceError(
    `${broken}.`,
    groups.length === 1 ? split : `${split}${generic ? ', or name the generic path, which covers any id' : ''}.`,
  );
}

/**
 * `amzn1.sellerapps.app.…` in Amazon's model and notifications, `amzn1.sp.solution.…` in the developer console today. What
 * follows is a UUID there, but words in Amazon's own examples.
 */
const APPLICATION_ID = /^amzn1\.(sellerapps\.app|sp\.solution)\.[A-Za-z0-9-]{1,100}$/;

function checkApplication(targetApplication: string): void {
  if (APPLICATION_ID.test(targetApplication)) return;
  const client = targetApplication.startsWith('amzn1.application-oa2-client.');
  throw new RestrictedResourceError(
    client
      ? 'The target application is named by its LWA client id; the application id is wanted.'
      : 'The target application’s id is none of Amazon’s.',
    'It looks like amzn1.sp.solution.… or amzn1.sellerapps.app.…, and its developer finds it in the developer console.',
  );
}
