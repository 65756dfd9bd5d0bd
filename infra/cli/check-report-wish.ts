import { rulesOf } from '../../shared/reports/report-types.ts';
import { findMarketplace } from '../../shared/shops/marketplaces.ts';
import type { Shop } from '../../shared/shops/shop.ts';
import { findReportType, SIMULATED_REPORT_TYPES } from '../local/amazon/reports/report-types.ts';
import { CommandError } from './command-error.ts';

/** Throws a CommandError that names the marketplaces that Amazon does not have. */
export function checkMarketplaces(marketplaceIds: readonly string[] = []): void {
  const unknown = marketplaceIds.filter((id) => findMarketplace(id) === undefined);
  if (unknown.length === 0) return;
  throw new CommandError(
    `--marketplace ${unknown.join(' ')} is none of Amazon's. Nothing was asked of Amazon.`,
    'Take ids of https://developer-docs.amazon.com/sp-api/docs/marketplace-ids, e.g. ATVPDKIKX0DER (US).',
  );
}

/** Likewise those of another region than the shop's: its grant is good for one. */
export function checkRegion(marketplaceIds: readonly string[] = [], { shopId, region, ...shop }: Shop): void {
  const elsewhere = marketplaceIds.filter((id) => (findMarketplace(id)?.region ?? region) !== region);
  if (elsewhere.length === 0) return;
  throw new CommandError(
    `--marketplace ${elsewhere.join(' ')} is not of the region ${region}, where shop "${shopId}" sells. Nothing was asked of Amazon.`,
    `The shop's marketplaces are: ${shop.marketplaceIds.join(', ')}.`,
  );
}

/** Throws a CommandError for a report that the simulated Amazon does not make. */
export function checkSimulated(reportType: string): void {
  if (findReportType(reportType) !== undefined) return;
  throw new CommandError(
    `The simulated Amazon makes no ${reportType}: Amazon itself does.`,
    `It makes: ${SIMULATED_REPORT_TYPES.join(', ')}. With LWA_CLIENT_ID and LWA_CLIENT_SECRET in the environment the command speaks to Amazon.`,
  );
}

/** What a person should know of a wish that Amazon takes otherwise than it sounds; undefined: nothing. */
export const windowNote = (wish: { reportType: string; dataStartTime?: string }): string | undefined =>
  wish.dataStartTime !== undefined && !rulesOf(wish.reportType).windowed
    ? `${wish.reportType} shows the present: its rows are the same with any --start-time and --end-time.`
    : undefined;
