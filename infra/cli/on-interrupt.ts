/** A launcher and a terminal may both pass on one Ctrl-C; a second one is a second one only after this. */
const SAME_MS = 1_000;
const INTERRUPTED = 130;

/** Aborted by the first Ctrl-C (or a request to end); a second one ends the process at once. */
export function onInterrupt(self: NodeJS.Process): AbortSignal {
  const controller = new AbortController();
  let firstAt: number | undefined;
  const interrupt = () => {
    firstAt ??= Date.now();
    if (!controller.signal.aborted) controller.abort();
    else if (Date.now() - firstAt > SAME_MS) self.exit(INTERRUPTED);
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) self.on(signal, interrupt);
  return controller.signal;
}
