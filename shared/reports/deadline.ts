/** Amazon has stuck reports: one that is not finished by then is given up, and is no longer looked for. */
export const DEADLINE_MS = 12 * 60 * 60_000;
