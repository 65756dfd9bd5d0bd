import type { DataElement } from '../restricted/catalogue.ts';
import type { RestrictedNeed } from '../restricted/restricted-need.ts';

/** What a read of Orders v0 needs to be shown these elements. None: an ordinary token shows the rest of the order. */
export const orderNeed = (path: string, dataElements: readonly DataElement[] = []): RestrictedNeed | undefined =>
  dataElements.length === 0 ? undefined : { resource: { method: 'GET', path, dataElements } };
