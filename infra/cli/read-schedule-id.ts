import { CommandError } from './command-error.ts';

/** EventBridge Scheduler's limit for the name of a schedule. */
const SCHEDULE_ID = /^[A-Za-z0-9._-]{1,64}$/;

/** Checks the id of a schedule. Throws a CommandError that names the limit. */
export function readScheduleId(text: string): string {
  if (SCHEDULE_ID.test(text)) return text;
  throw new CommandError(
    `scheduleId "${text}" must be 1 to 64 of A-Z, a-z, 0-9, ".", "_" and "-".`,
    'Choose another id.',
  );
}
