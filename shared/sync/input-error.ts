/** A run was asked for that cannot be. Nothing has been changed. The message names the field, the limit and the cure. */
export class InputError extends Error {
  override readonly name = 'InputError';
}
