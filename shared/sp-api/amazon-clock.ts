/**
 * Amazon's clock, as the `Date` header of its answers shows it. Amazon judges "two minutes ago" by its own clock,
 * and a laptop's can be minutes off. Until an answer has come it shows ours.
 */
export class AmazonClock {
  private readonly ours: () => number;
  private offsetMs = 0;

  constructor(ours: () => number) {
    this.ours = ours;
  }

  now = () => new Date(this.ours() + this.offsetMs);

  /** Learns from an answer: its `Date` header (whole seconds) and when, by our clock, it was asked for and came. */
  observe(date: string | undefined, askedAt: number, answeredAt: number): void {
    const theirs = Date.parse(date ?? '');
    if (Number.isNaN(theirs)) return;
    const offset = theirs - (askedAt + answeredAt) / 2;
    // The header has whole seconds: a smaller difference is not known to be one.
    this.offsetMs = Math.abs(offset) < 2000 ? 0 : offset;
  }
}
