import { ordersMeans } from '../../functions/orders/orders-means.ts';
import { type SyncHouse, startSyncHouse, type SyncStory } from './sync-house.ts';

export type OrdersHouse = SyncHouse;
export type OrdersStory = SyncStory;

export const startOrdersHouse = () => startSyncHouse({ sync: 'orders', tables: ['orders'], means: ordersMeans });
