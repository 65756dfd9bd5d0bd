/** Single orders met errors that nobody expected; everything else was done. */
export class OrdersHeldUpError extends Error {
  override readonly name = 'OrdersHeldUpError';
  readonly cure =
    'Look at the requests of these orders, and put them again as azi outbound add takes them. If that does not help, report the name of the error to the maintainers: each run tries again.';

  constructor(orderIds: readonly string[]) {
    super(`Some orders could not be dealt with, for an error that nobody expected: ${orderIds.join(', ')}`);
  }
}
