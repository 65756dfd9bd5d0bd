import type { Application } from './lwa/token-endpoint.ts';
import type { SellerOptions } from './seller-account.ts';

/** The account that `npm start` shows: 121 orders of the last eight days in three countries, 21 returns, 60 listings. */
export const demoSeller = {
  sellerId: 'A1DEMOSELLER00',
  refreshToken: 'Atzr|demo-seller',
  region: 'na',
  marketplaceIds: ['ATVPDKIKX0DER', 'A2EUQ1WTGCTBG2', 'A1AM78C64UM0Y8'],
  orders: 121,
  orderDays: 8,
  listings: 20,
  fbaReturns: 12,
  merchantReturns: 9,
} as const satisfies SellerOptions;

/** The LWA application that goes with it. Neither opens anything but the simulation. */
export const demoApplication = {
  clientId: 'amzn1.application-oa2-client.demo',
  clientSecret: 'amzn1.oa2-cs.v1.demo',
} as const satisfies Application;
