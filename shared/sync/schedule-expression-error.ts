/** A schedule's expression is none that EventBridge Scheduler takes. The message names the field, the limit and the cure. */
export class ScheduleExpressionError extends Error {
  override readonly name = 'ScheduleExpressionError';
}
