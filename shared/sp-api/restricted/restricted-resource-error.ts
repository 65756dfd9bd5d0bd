/** A Restricted Data Token that Amazon would refuse, or that would fail when it is used. Amazon has not been asked. */
export class RestrictedResourceError extends Error {
  override readonly name = 'RestrictedResourceError';
  /** Which rule it is, and how to keep to it. */
  readonly cure: string;

  constructor(message: string, cure: string) {
    super(message);
    this.cure = cure;
  }
}
