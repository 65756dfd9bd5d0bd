const FIRST_PAUSE_MS = 5_000;
const LONGEST_PAUSE_MS = 15 * 60_000;

/** SQS counts a message's receives; after this many it gives up (the queue's redrive policy). */
export const MAX_RECEIVE_COUNT = 1000;

/**
 * How long to leave a downstream that is away: 5 s, 10 s, 20 s … 15 min by the message's receive count, longer where
 * its Retry-After says so, up to 15 min. The growing part is divided by `speed`, but not below what lets the receives of
 * a message last a day. At least a second, in whole seconds.
 */
export function awayPauseSeconds({
  receiveCount,
  retryAfterMs = 0,
  speed,
}: {
  receiveCount: number;
  retryAfterMs?: number | undefined;
  speed: number;
}): number {
  const growingMs = Math.min(FIRST_PAUSE_MS * 2 ** (receiveCount - 1), LONGEST_PAUSE_MS) / speed;
  const pauseMs = Math.min(Math.max(growingMs, retryAfterMs), LONGEST_PAUSE_MS);
  return Math.max(1, Math.ceil(pauseMs / 1000), Math.ceil(shortestSeconds(receiveCount)));
}

/** A second for the first minute's receives, three after a hundred: a thousand of them last 26 hours. */
const shortestSeconds = (receiveCount: number) => (receiveCount / 60) ** 2;
