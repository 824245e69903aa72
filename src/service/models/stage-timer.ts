/** How long each stage of a build took. */
export class StageTimer {
  readonly milliseconds: Record<string, number> = {};

  async timed<Value>(stage: string, work: () => Promise<Value>): Promise<Value> {
    const startedAt = performance.now();
    const value = await work();
    this.milliseconds[stage] = performance.now() - startedAt;
    return value;
  }
}
