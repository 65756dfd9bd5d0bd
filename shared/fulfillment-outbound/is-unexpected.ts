/** Errors of the language and of our checks of what was read; and what DynamoDB calls malformed. */
const MISTAKES: readonly string[] = [
  'Error',
  'TypeError',
  'RangeError',
  'SyntaxError',
  'ReferenceError',
  '$ZodError',
  'ZodError',
  'ValidationException',
];

/**
 * A mistake of ours that one order has brought to light: it is told, and holds up no other order. What has a name of its
 * own (the usage plan, Amazon, AWS being down or throttled, another invocation, the end of the process) is about more than one.
 */
export function isUnexpected(error: unknown): error is Error {
  if (!(error instanceof Error) || !MISTAKES.includes(error.name)) return false;
  // Plain errors with these come from the way to AWS.
  return error.name !== 'Error' || !('code' in error || '$metadata' in error);
}
