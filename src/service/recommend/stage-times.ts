import type { StageClock } from '#engine/ports';

/** Times of the stages of a recommendation, for whoever listens (the metrics page). Free when nobody does. */
export class StageTimes implements StageClock {
  listener: ((stage: string, milliseconds: number) => void) | undefined;

  now(): number {
    return performance.now();
  }

  add(stage: string, milliseconds: number): void {
    this.listener?.(stage, milliseconds);
  }

  /** Itself when somebody listens; otherwise nothing need be timed. */
  clockIfObserved(): StageClock | undefined {
    return this.listener ? this : undefined;
  }
}
