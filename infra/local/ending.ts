/** What has been started and must be stopped, in the opposite order. */
export class Ending {
  private readonly steps: (() => Promise<void>)[] = [];
  private ended: Promise<void> | undefined;

  add(stop: () => Promise<void>): void {
    this.steps.push(stop);
  }

  /** Waits for everything that is being started; where one part fails the others are still stopped by `run`. */
  async startAll<Parts extends readonly { stop(): Promise<void> }[]>(
    starting: {
      [Index in keyof Parts]: Promise<Parts[Index]>;
    },
  ): Promise<Parts> {
    const registered = starting.map(async (part: Promise<Parts[number]>) => {
      const started = await part;
      this.add(() => started.stop());
    });
    await Promise.allSettled(registered);
    return await Promise.all(starting);
  }

  /** Stops everything, each step even after another one failed; the first failure is thrown. Safe to call twice. */
  run(): Promise<void> {
    this.ended ??= this.runSteps();
    return this.ended;
  }

  private async runSteps(): Promise<void> {
    const failures: unknown[] = [];
    for (const step of this.steps.toReversed()) await step().catch((error: unknown) => failures.push(error));
    if (failures.length > 0) throw failures[0];
  }
}
