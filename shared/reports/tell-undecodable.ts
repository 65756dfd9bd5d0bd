import { withNotes } from '../sync/with-notes.ts';
import type { Charset } from './documents/charsets.ts';

/** Tells in a run's notes how many bytes of a report its charset does not know, in place of what they told before. */
export function tellUndecodable(
  notes: readonly string[],
  { reportId, count, charset }: { reportId: string; count: number; charset: Charset },
): string[] {
  const shown = charset === 'utf-8' ? 'they are read as windows-1252' : 'they are shown as U+FFFD';
  const note = `${beginningOf(reportId)}${count} bytes that are not ${charset}: ${shown}.`;
  // First, so that no number of other notes leaves it out.
  return withNotes(
    [note],
    notes.filter((each) => !each.startsWith(beginningOf(reportId))),
  );
}

/** How many they told of; a run keeps no other count. */
export function toldUndecodable(notes: readonly string[], reportId: string): number {
  const told = notes.find((note) => note.startsWith(beginningOf(reportId)));
  return Number.parseInt(told?.slice(beginningOf(reportId).length) ?? '0', 10);
}

const beginningOf = (reportId: string) => `Report ${reportId} holds `;
