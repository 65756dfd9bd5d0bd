import { itemsMeans } from '../../functions/items/items-means.ts';
import { returnsMeans } from '../../functions/returns/returns-means.ts';
import { startSyncHouse } from './sync-house.ts';

export const startReturnsHouse = () =>
  startSyncHouse({ sync: 'returns', tables: ['returns', 'reports'], means: returnsMeans });

export const startItemsHouse = () => startSyncHouse({ sync: 'items', tables: ['items', 'reports'], means: itemsMeans });
