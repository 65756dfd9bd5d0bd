import { DATA_ELEMENTS, METHODS, type DataElement } from '../../shared/sp-api/restricted/catalogue.ts';
import { checkTokenRequest, type TokenRequest } from '../../shared/sp-api/restricted/check-token-request.ts';
import { operationOf, type RestrictedResource } from '../../shared/sp-api/restricted/restricted-resource.ts';
import { nearestName } from '../nearest-name.ts';
import { CommandError } from './command-error.ts';

/** The flags that say what a token is for. */
export interface TokenFlags {
  readonly resource: readonly string[];
  readonly dataElements?: string;
  readonly targetApplication?: string;
}

/**
 * Reads what a token is asked for and holds it against Amazon's rules. `unused`: data elements that no resource takes.
 * Throws a CommandError or a RestrictedResourceError before anything has happened.
 */
export function readTokenRequest(flags: TokenFlags): { request: TokenRequest; unused: readonly DataElement[] } {
  const elements = readElements(flags.dataElements);
  const restrictedResources = flags.resource.map((text) => readResource(text, elements));
  const { targetApplication } = flags;
  const request = { restrictedResources, ...(targetApplication !== undefined && { targetApplication }) };
  checkTokenRequest(request);
  const used = new Set(restrictedResources.flatMap(({ dataElements }) => dataElements ?? []));
  return { request, unused: elements.filter((element) => !used.has(element)) };
}

function readResource(text: string, elements: readonly DataElement[]): RestrictedResource {
  const [word = '', path = '', ...others] = text.trim().split(/\s+/);
  const method = METHODS.find((each) => each === word.toUpperCase());
  if (!method || path === '' || others.length > 0) {
    throw new CommandError(
      `--resource "${text}" is no method and path.`,
      `Give both in quotes, e.g. --resource "GET /orders/v0/orders"; methods are ${METHODS.join(', ')}.`,
    );
  }
  const taken = operationOf({ method, path })?.dataElements ?? [];
  const dataElements = elements.filter((element) => taken.includes(element));
  return { method, path, ...(dataElements.length > 0 && { dataElements }) };
}

function readElements(text: string | undefined): DataElement[] {
  if (text === undefined) return [];
  return [...new Set(text.split(',').map((name) => name.trim()))].map((name) => {
    const element = DATA_ELEMENTS.find((each) => each === name);
    if (element) return element;
    const nearest = nearestName(name, DATA_ELEMENTS);
    throw new CommandError(
      `--data-elements names "${name}", which is no data element.${nearest ? ` Did you mean ${nearest}?` : ''}`,
      `Data elements are ${DATA_ELEMENTS.join(', ')}, separated by commas.`,
    );
  });
}
