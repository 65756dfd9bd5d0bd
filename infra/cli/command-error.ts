/** What was asked for cannot be done. The message names field, limit and shop; the cure says what to do. */
export class CommandError extends Error {
  override readonly name: string = 'CommandError';
  readonly cure: string;

  constructor(message: string, cure: string, options?: ErrorOptions) {
    super(message, options);
    this.cure = cure;
  }
}
