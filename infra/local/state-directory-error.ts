/** Thrown when a state directory cannot be used: not writable, no directory, or of another version. */
export class StateDirectoryError extends Error {
  override readonly name: string = 'StateDirectoryError';
}

/** Thrown when another living process owns the state directory. */
export class StateDirectoryInUseError extends StateDirectoryError {
  override readonly name = 'StateDirectoryInUseError';
}
