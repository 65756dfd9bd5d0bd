/**
 * The headings of the README's chapter on operating. Every alarm names the one to open, so they are written here once;
 * a new alarm brings its heading along.
 */
export const RUNBOOK = {
  syncLate: 'A sync is late',
  runFailed: 'A run has failed',
  deadLetters: 'Dead letters',
  undelivered: 'Records are not handed out',
  downstreamAway: 'The downstream is away',
  throttled: 'Throttled for too long',
  throttledAgainstBooks: 'Somebody else uses the application',
  quarantined: 'Something is in quarantine',
  applicationSecret: 'The application secret ends soon',
  functionFails: 'A function fails',
  buyersNotSwept: "Buyers' data is not swept",
} as const;
export type RunbookHeading = (typeof RUNBOOK)[keyof typeof RUNBOOK];
