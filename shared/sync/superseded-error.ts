/** Another invocation has taken this run over. This one has changed nothing since, and ends quietly. */
export class SupersededError extends Error {
  override readonly name = 'SupersededError';
}
