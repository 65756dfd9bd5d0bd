import type { RestrictedResource } from './restricted-resource.ts';
import { estimateTokenBytes, MAX_RESOURCES, MAX_TOKEN_BYTES } from './token-size.ts';

/** Divides resources, in their order, among as few tokens as the limits of number and size allow. */
export function splitResources(resources: readonly RestrictedResource[]): RestrictedResource[][] {
  const groups: RestrictedResource[][] = [];
  for (const resource of mergeResources(resources)) {
    const group = groups.at(-1);
    if (group && fitsOneToken([...group, resource])) group.push(resource);
    else groups.push([resource]);
  }
  return groups;
}

export const fitsOneToken = (resources: readonly RestrictedResource[]) =>
  resources.length <= MAX_RESOURCES && estimateTokenBytes(resources) <= MAX_TOKEN_BYTES;

/** Each method and path once, with all data elements that were named for it, sorted: what is the same looks the same. */
export function mergeResources(resources: readonly RestrictedResource[]): RestrictedResource[] {
  const merged = new Map<string, RestrictedResource>();
  for (const { method, path, dataElements } of resources) {
    const name = `${method} ${path}`;
    const elements = new Set([...(merged.get(name)?.dataElements ?? []), ...(dataElements ?? [])]);
    merged.set(name, { method, path, ...(elements.size > 0 && { dataElements: [...elements].sort() }) });
  }
  return [...merged.values()];
}
