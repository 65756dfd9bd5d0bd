import type { Command } from 'commander';
import { InputError } from '../../../shared/sync/input-error.ts';
import { keepsBuyersRows } from '../../../shared/reports/store-buyers-rows.ts';
import { rulesOf } from '../../../shared/reports/report-types.ts';
import { checkWanted, type WantedReport } from '../../../shared/reports/wanted-report.ts';
import { type Answer, answer } from '../answer.ts';
import { CommandError } from '../command-error.ts';
import { checkMarketplaces, checkRegion, checkSimulated, windowNote } from '../check-report-wish.ts';
import type { CommandMeans } from '../command-means.ts';
import { type CommonOptions, createCommand, withHelp, withWorldOptions } from '../common-options.ts';
import { connectAmazon } from '../connect-amazon.ts';
import { findShop } from '../find-shop.ts';
import { onRunningStage } from '../on-running-stage.ts';
import { type Progress, startProgress } from '../progress.ts';
import { type OutFile, openOutFile } from '../out-file.ts';
import { takeReport } from '../take-report.ts';
import { readReportOptions } from '../read-report-options.ts';
import { readReportType } from '../read-report-type.ts';
import { readPastMoment } from '../read-moment.ts';
import type { WorldFlags } from '../read-world.ts';
import type { StageConnection } from '../stage-connection.ts';

/** `azi report`: any report on demand, through the ledger and the checks that the syncs use. */
export const reportCommand = (means: CommandMeans): Command =>
  withHelp(
    withWorldOptions(createCommand('report', 'any report of Amazon on demand: its rows counted, its document kept'))
      .argument('<type>', 'e.g. GET_MERCHANT_LISTINGS_ALL_DATA')
      .requiredOption('--shop <shopId>', 'as azi shop list shows it')
      .option('--start-time <iso>', 'dataStartTime, for reports about a time')
      .option('--end-time <iso>', 'dataEndTime')
      .option('--marketplace <id...>', 'marketplaces (default: the shop’s, or its first where the type takes one)')
      .option('--option <name=value...>', 'reportOptions of Amazon’s, e.g. reportPeriod=WEEK')
      .option('--unlisted-type', 'the type is newer than the list of this version: Amazon judges it')
      .option('--out <file>', 'write it there, decoded, as UTF-8')
      .action((type: string, options: ReportOptions) =>
        answer({ json: options.json, work: () => takeOnDemand(type, options, means) }, means),
      ),
    HELP,
  );

type ReportOptions = CommonOptions &
  WorldFlags & {
    readonly shop: string;
    readonly startTime?: string;
    readonly endTime?: string;
    readonly marketplace?: readonly string[];
    readonly option?: readonly string[];
    readonly unlistedType?: boolean;
    readonly out?: string;
  };

async function takeOnDemand(name: string, options: ReportOptions, means: CommandMeans): Promise<Answer> {
  const reportType = readReportType(name, { unlisted: options.unlistedType });
  const reportOptions = readReportOptions(options.option);
  const wish = { reportType, ...readWindow(options, means), ...(reportOptions && { reportOptions }) };
  // What is wrong whatever the shop is told before anything is brought up.
  check({ shopId: options.shop, marketplaceIds: options.marketplace ?? ['any'], ...wish }, means);
  checkMarketplaces(options.marketplace);
  const out = options.out === undefined ? undefined : await openOutFile(options.out);
  const progress = startProgress(means.stderr);
  try {
    // Under `run` --start-time is where syncs begin; here it is the report's.
    const { startTime: _, ...world } = options;
    return await onRunningStage(
      { options: world, command: 'azi report' },
      ({ connection, world: simulated }) => {
        if (simulated) checkSimulated(reportType);
        return take({ wish, options, out }, { connection, means, progress });
      },
      { ...means, progress },
    );
  } finally {
    progress.stop();
  }
}

type Wish = Omit<WantedReport, 'shopId' | 'marketplaceIds'>;

interface Moments {
  readonly dataStartTime?: string;
  readonly dataEndTime?: string;
}

function readWindow({ startTime, endTime }: ReportOptions, { now }: CommandMeans): Moments {
  if ((startTime === undefined) !== (endTime === undefined)) {
    throw new CommandError(
      'Only one of --start-time and --end-time is given.',
      'Give both, or neither for a report about the present.',
    );
  }
  if (startTime === undefined || endTime === undefined) return {};
  return {
    dataStartTime: readPastMoment(startTime, { field: '--start-time', now }),
    dataEndTime: readPastMoment(endTime, { field: '--end-time', now }),
  };
}

function check(wanted: WantedReport, { now }: CommandMeans): void {
  try {
    checkWanted(wanted, now());
  } catch (error) {
    if (error instanceof InputError) throw new CommandError(error.message, 'Nothing was asked of Amazon.');
    throw error;
  }
}

async function take(
  { wish, options, out }: { wish: Wish; options: ReportOptions; out: OutFile | undefined },
  { connection, means, progress }: { connection: StageConnection; means: CommandMeans; progress: Progress },
): Promise<Answer> {
  const shop = await findShop(options.shop, connection);
  const wanted: WantedReport = {
    shopId: shop.shopId,
    marketplaceIds: options.marketplace ?? marketplacesFor(wish.reportType, shop.marketplaceIds),
    ...wish,
  };
  check(wanted, means);
  checkRegion(options.marketplace, shop);
  const note = windowNote(wish);
  if (note !== undefined) progress.say(note);
  const spApi = await connectAmazon({ shop, flags: options }, { connection, now: means.now });
  const report = await takeReport(wanted, {
    connection,
    spApi,
    now: means.now,
    interrupted: means.interrupted,
    say: (text) => progress.say(text),
  });
  await out?.write(report.text());
  const { reportId, reportDocumentId, processingStartTime, rows, s3Key, kept, setAside } = report;
  const counted = rows === null ? 'no rows that could be counted' : `${rows} rows`;
  const written = options.out === undefined ? '' : ` and written to ${options.out}`;
  const withBuyers = keepsBuyersRows(wanted.reportType)
    ? [`${kept} rows are kept with the buyers, until their day.`]
    : [];
  return {
    json: {
      reportId,
      reportDocumentId,
      processingStartTime,
      rows,
      s3Key,
      quarantined: setAside.length,
      notes: [...(note === undefined ? [] : [note]), ...setAside.slice(0, NOTES_SHOWN)],
    },
    text: [
      `Report ${reportId}, made by Amazon at ${processingStartTime}: ${counted}, kept as ${s3Key}${written}.`,
      ...withBuyers,
      ...(setAside.length > 0 ? [`${setAside.length} rows lie in quarantine:`] : []),
      ...setAside.slice(0, NOTES_SHOWN),
    ].join('\n'),
    ok: true,
  };
}

/** Past fifty the count tells enough. */
const NOTES_SHOWN = 50;

/** Of several marketplaces Amazon takes only the first where a type is of one. */
const marketplacesFor = (reportType: string, marketplaceIds: readonly string[]): readonly string[] =>
  rulesOf(reportType).marketplaces === 'one' ? marketplaceIds.slice(0, 1) : marketplaceIds;

const HELP = `
A running report of the same type, marketplaces and window, or one not older than half an hour (or the type's cool-down), is taken
instead of a new one; the answer says when Amazon made it.
What Amazon would refuse is refused before any call: a type that it does not have (--unlisted-type lets one pass that it has added since
this version), settlement reports (nobody can ask for them), a window too long, too short or missing, a missing report option.
The document is kept in the documents bucket (90 days, restricted types 30), under the buyers' key.

Examples:
  azi report GET_MERCHANT_LISTINGS_ALL_DATA --shop my-shop --out listings.txt
  azi report GET_BRAND_ANALYTICS_SEARCH_TERMS_REPORT --shop my-shop --option reportPeriod=WEEK \\
      --start-time 2026-11-01 --end-time 2026-11-08
  azi report GET_FLAT_FILE_RETURNS_DATA_BY_RETURN_DATE --shop my-shop \\
      --start-time 2026-11-01 --end-time 2026-11-20T00:00:00Z --json`;
