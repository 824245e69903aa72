/**
 * What the engine needs from the world. Time, files, network, threads and randomness come in through these,
 * so that every computation is repeatable and runs the same in a worker, a test or a browser.
 */

/** Structurally an AbortSignal; long computations poll it between blocks of work. */
export interface Cancellation {
  readonly aborted: boolean;
}

/** Handed to every long computation. */
export interface TaskContext {
  readonly signal?: Cancellation;
  /** `fraction` in [0, 1]; call it freely, the receiver throttles. */
  report?(fraction: number, detail?: string): void;
  /** Where the computation shares its thread with other work: awaited between blocks, so that others get their turn. */
  yieldToEventLoop?(): Promise<void>;
}

/** Told how long the stages of one list took. The clock comes from outside, as all time does. */
export interface StageClock {
  /** Milliseconds of a monotonic clock. */
  now(): number;
  add(stage: string, milliseconds: number): void;
}
