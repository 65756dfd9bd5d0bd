import { AMAZON_REPORT_TYPES } from '../../shared/reports/amazon-report-types.ts';
import { isListedReportType } from '../../shared/reports/report-types.ts';
import { nearestName } from '../nearest-name.ts';
import { CommandError } from './command-error.ts';

/** Reads the name of a report type; one that Amazon does not document is answered with the nearest. */
export function readReportType(name: string, { unlisted = false }: { unlisted?: boolean | undefined }): string {
  if (unlisted || isListedReportType(name)) return name;
  const nearest = nearestName(name, Object.keys(AMAZON_REPORT_TYPES));
  throw new CommandError(
    `Amazon documents no report type "${name}".${nearest ? ` Did you mean ${nearest}?` : ''} Nothing was asked of Amazon.`,
    'Take a type of https://developer-docs.amazon.com/sp-api/docs/report-type-values; for one that Amazon has added since, add --unlisted-type.',
  );
}
