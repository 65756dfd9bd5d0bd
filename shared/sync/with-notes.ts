const MAX_NOTES = 50;

/** Notes are for people: each once, and past fifty the counts tell enough. */
export const withNotes = (notes: readonly string[], more: readonly string[]) =>
  [...new Set([...notes, ...more])].slice(0, MAX_NOTES);
