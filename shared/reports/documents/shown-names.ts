import { columnName } from './column-name.ts';
import type { ReportColumns } from './report-columns.ts';

const NAMES_SHOWN = 60;
const NAME_LENGTH = 40;
/** What column names are made of; no e-mail address is, and no sentence. */
const LIKE_A_NAME = /^[\p{L}\p{M}\p{N}\-_/()' ]+$/u;
const LETTER = /\p{L}/u;

/**
 * What may be shown of a header that is none we know: where the header row is missing it is a row of data. Names of ours
 * always, whatever looks like a column's name only of reports that are not about buyers.
 */
export function shownNames(header: readonly string[], known: ReportColumns): readonly string[] {
  const ours = new Set(
    [known.header, known.key, Object.keys(known.aliases), Object.values(known.aliases).flat(), known.others ?? []]
      .flat()
      .map(columnName),
  );
  return header
    .filter((name) => ours.has(columnName(name)) || (known.aboutBuyers !== true && looksLikeName(name)))
    .slice(0, NAMES_SHOWN);
}

export const looksLikeName = (name: string) =>
  name.length <= NAME_LENGTH && LIKE_A_NAME.test(name) && LETTER.test(name);
