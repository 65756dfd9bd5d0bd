import { CommandError } from './command-error.ts';

/** Reads `name=value` pairs as Amazon's reportOptions; undefined where none is given. */
export function readReportOptions(pairs: readonly string[] = []): Record<string, string> | undefined {
  const options: Record<string, string> = {};
  for (const pair of pairs) {
    const [, name, value] = /^([A-Za-z]\w*)=(.+)$/s.exec(pair) ?? [];
    if (name === undefined || value === undefined)
      throw new CommandError(`--option "${pair}" is no report option.`, 'Write it like --option reportPeriod=WEEK.');
    if (Object.hasOwn(options, name))
      throw new CommandError(`--option ${name} is given twice.`, 'Amazon takes each report option once.');
    options[name] = value;
  }
  return pairs.length === 0 ? undefined : options;
}
