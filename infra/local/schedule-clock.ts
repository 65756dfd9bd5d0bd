import { nextFirings, parseScheduleExpression } from '../../shared/sync/schedule-expression.ts';

/** A schedule to fire: of the template, or made through the Scheduler API. */
export interface ClockSchedule {
  /** Tells it from all others. */
  key: string;
  expression: string;
  targetArn: string;
  /** JSON for the target. */
  input: string;
}

/**
 * Fires schedules by the clock, in UTC. A rate begins a few seconds after its schedule is first seen, with a firing; what
 * fell due while the machine slept is fired once.
 */
export class ScheduleClock {
  private readonly list: () => readonly ClockSchedule[];
  private readonly fire: (schedule: ClockSchedule) => void;
  private readonly now: () => number;
  private readonly next = new Map<string, { expression: string; at: number }>();
  private timer: NodeJS.Timeout | undefined;

  /** `list` gives the enabled schedules of the moment; `now` Unix ms. */
  constructor(means: {
    list: () => readonly ClockSchedule[];
    fire: (schedule: ClockSchedule) => void;
    now: () => number;
  }) {
    this.list = means.list;
    this.fire = means.fire;
    this.now = means.now;
  }

  start(): void {
    this.timer = setInterval(() => this.tick(), TICK_MS);
    this.tick();
  }

  stop(): void {
    clearInterval(this.timer);
  }

  /** Fires what is due. */
  tick(): void {
    const schedules = this.list();
    const keys = new Set(schedules.map(({ key }) => key));
    for (const key of this.next.keys()) if (!keys.has(key)) this.next.delete(key);
    for (const schedule of schedules) if (this.isDue(schedule)) this.fire(schedule);
  }

  private isDue({ key, expression }: ClockSchedule): boolean {
    const now = this.now();
    const known = this.next.get(key);
    if (known?.expression !== expression) {
      this.next.set(key, { expression, at: firstFiring(expression, now) });
      return false;
    }
    if (now < known.at) return false;
    this.next.set(key, { expression, at: firingAfter(expression, now) });
    return true;
  }
}

const TICK_MS = 500;

/** Whoever starts a stack or makes a schedule gets to finish what belongs to it. */
const BEFORE_FIRST_RATE_MS = 3_000;

const firstFiring = (expression: string, now: number) =>
  expression.startsWith('rate') ? now + BEFORE_FIRST_RATE_MS : firingAfter(expression, now);

function firingAfter(expression: string, now: number): number {
  const [firing] = nextFirings(parseScheduleExpression(expression), { after: new Date(now), count: 1 });
  return firing?.getTime() ?? Number.POSITIVE_INFINITY;
}
