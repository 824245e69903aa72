import type { StageClock } from '#engine/ports';

/** Stage durations of a recommendation, for listeners such as the metrics page. No cost without listeners. */
export class StageTimes implements StageClock {
  listener: ((stage: string, milliseconds: number) => void) | undefined;

  now(): number {
    return performance.now();
  }

  add(stage: string, milliseconds: number): void {
    this.listener?.(stage, milliseconds);
  }

  /** Itself if there are listeners; otherwise undefined, and nothing is timed. */
  clockIfObserved(): StageClock | undefined {
    return this.listener ? this : undefined;
  }
}
