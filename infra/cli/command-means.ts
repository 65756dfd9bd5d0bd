/** What a command gets from the process that it runs in. */
export interface CommandMeans {
  readonly environment: NodeJS.ProcessEnv;
  readonly stdout: Screen;
  readonly stderr: Screen;
  readonly stdin: NodeJS.ReadableStream;
  readonly now: () => Date;
  /** Aborted by Ctrl-C: the command stops what it does, leaves everything in order and ends. */
  readonly interrupted: AbortSignal;
  /** 0: everything that was asked for succeeded. */
  setExitCode(code: number): void;
}

/** A stream that people or programs read. */
export interface Screen {
  write(text: string): unknown;
  readonly isTTY?: boolean;
  readonly columns?: number;
}
