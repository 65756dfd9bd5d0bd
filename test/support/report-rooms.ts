import { afterAll, beforeAll, beforeEach } from 'vitest';
import type { SellerOptions } from '../../infra/local/amazon/seller-account.ts';
import type { WantedReport } from '../../shared/reports/wanted-report.ts';
import { LISTINGS, MERCHANT_RETURNS, MONTH } from './amazon-reports.ts';
import { type Dynamo, startDynamo } from './dynamo.ts';
import { type ReportRoom, startReportRoom } from './report-room.ts';
import { type S3, startS3 } from './s3.ts';

/** What all stories of a file share: tables and a bucket. Each story has a shop of its own, which has no report yet. */
export interface ReportRooms {
  /** @default a seller with a few listings and returns */
  readonly room: (seller?: Partial<SellerOptions>) => Promise<ReportRoom>;
  /** Keys of all documents that the bucket holds. */
  readonly documents: () => Promise<string[]>;
  /** The merchant's returns of a month, for this story's shop. */
  readonly wish: (over?: Partial<WantedReport>) => WantedReport;
  /** The listings of the present, for this story's shop. */
  readonly listings: (over?: Partial<WantedReport>) => WantedReport;
}

const SELLER = { listings: 3, fbaReturns: 12, merchantReturns: 12 };
const US = 'ATVPDKIKX0DER';

/** To be called once, at the top of a test file. */
export function useReportRooms(): ReportRooms {
  let dynamo: Dynamo;
  let s3: S3;
  beforeAll(async () => {
    [dynamo, s3] = await Promise.all([startDynamo(), startS3()]);
    await dynamo.createTables('reports');
  });
  afterAll(() => Promise.all([dynamo.stop(), s3.stop()]));

  let shops = 0;
  beforeEach(() => {
    shops += 1;
  });
  const wanted = (reportType: string) => ({ shopId: `S${shops}`, reportType, marketplaceIds: [US] });
  return {
    room: (seller = SELLER) => startReportRoom({ dynamo, s3 }, seller),
    documents: () => s3.keys(),
    wish: (over = {}) => ({ ...wanted(MERCHANT_RETURNS), ...MONTH, ...over }),
    listings: (over = {}) => ({ ...wanted(LISTINGS), ...over }),
  };
}
