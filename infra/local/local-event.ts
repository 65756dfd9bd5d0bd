/** What a local stack tells its owner while it runs. Nothing of it goes to a terminal by itself. */
export type LocalEvent =
  | { type: 'warning'; message: string }
  /** The sources have changed: templates and bundles are made anew, which takes several seconds. */
  | { type: 'synthesizing' }
  /** A line that a function wrote; the whole is in `<state>/logs/<function>.log`. */
  | { type: 'log'; functionName: string; line: string }
  | { type: 'invocation'; functionName: string; durationMs: number; error?: { name: string; message: string } }
  | { type: 'execution'; stateMachine: string; name: string; status: string }
  /** A schedule started its target; with `error` when there was none to start. */
  | { type: 'schedule'; name: string; error?: string };

export type OnLocalEvent = (event: LocalEvent) => void;
