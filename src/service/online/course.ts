/** The counts of every arm at one moment. */
export interface CoursePoint {
  readonly atMs: number;
  /** By arm: users, and those with a success. */
  readonly users: readonly number[];
  readonly successes: readonly number[];
}

/** Enough for a chart, and few enough to send with every report. */
const mostPoints = 200;
const firstGapMs = 1_000;

/** How the counts of an experiment grew: points at nearly equal distances in time, however long it runs. */
export class Course {
  #points: CoursePoint[] = [];
  #gapMs = firstGapMs;

  /** Takes a point unless the last one is too near. Later counts of a moment that has a point belong to the next one. */
  note(point: () => CoursePoint, atMs: number): void {
    const last = this.#points.at(-1);
    if (last && atMs < last.atMs + this.#gapMs) return;
    this.#points.push(point());
    while (this.#points.length > mostPoints) this.#thin();
  }

  get points(): readonly CoursePoint[] {
    return this.#points;
  }

  /** As a snapshot of the log stored it. */
  restore(points: readonly CoursePoint[]): void {
    this.#points = [...points];
    const span = (points.at(-1)?.atMs ?? 0) - (points[0]?.atMs ?? 0);
    while (span / this.#gapMs > mostPoints) this.#gapMs *= 2;
  }

  #thin(): void {
    this.#gapMs *= 2;
    let lastMs = -Infinity;
    this.#points = this.#points.filter(({ atMs }) => {
      const isFar = atMs >= lastMs + this.#gapMs;
      if (isFar) lastMs = atMs;
      return isFar;
    });
  }
}
