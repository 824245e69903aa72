import type { Rng } from '#engine/core/rng';

export const secondsPerDay = 86_400;

/** Relative activity by hour of the day for a rhythm of 1: quiet nights, busy evenings. */
const hourShape = [
  0.55, 0.35, 0.25, 0.2, 0.2, 0.25, 0.4, 0.6, 0.75, 0.8, 0.85, 0.9, 1.05, 1.0, 0.95, 0.95, 1.05, 1.25, 1.5, 1.8, 2.0, 1.95, 1.55, 1.0,
];
/** Sunday to Saturday. */
const weekdayShape = [1.5, 0.8, 0.75, 0.8, 0.85, 1.15, 1.6];

/** When people watch: draws moments of the logged period (whole seconds from its start) by hour and day of the week. */
export class Calendar {
  readonly #cumulativeDays: Float64Array;
  readonly #hours: Uint8Array;

  constructor(
    readonly startMs: number,
    readonly days: number,
    rhythm: number,
  ) {
    const blend = (shape: number): number => 1 - rhythm + rhythm * shape;
    this.#cumulativeDays = new Float64Array(days + 1);
    for (let day = 0; day < days; day++) {
      const weekday = new Date(startMs + day * secondsPerDay * 1000).getUTCDay();
      this.#cumulativeDays[day + 1] = this.#cumulativeDays[day] + blend(weekdayShape[weekday]);
    }
    // 1,024 equally likely slots, assigned to hours in proportion to their activity, so that a draw is one table look-up.
    const hourTotal = hourShape.reduce((sum, shape) => sum + blend(shape), 0);
    this.#hours = new Uint8Array(1024);
    let filled = 0;
    let cumulative = 0;
    hourShape.forEach((shape, hour) => {
      cumulative += blend(shape);
      const until = Math.round((cumulative / hourTotal) * 1024);
      this.#hours.fill(hour, filled, until);
      filled = until;
    });
  }

  get seconds(): number {
    return this.days * secondsPerDay;
  }

  /** A second in [fromSecond, seconds), weighted by the activity of days and hours. */
  draw(rng: Rng, fromSecond: number): number {
    const firstDay = Math.min(Math.floor(fromSecond / secondsPerDay), this.days - 1);
    const from = this.#cumulativeDays[firstDay];
    const target = from + rng.next() * (this.#cumulativeDays[this.days] - from);
    let low = firstDay;
    let high = this.days - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.#cumulativeDays[middle] <= target) low = middle;
      else high = middle - 1;
    }
    const hour = this.#hours[rng.int(1024)];
    const second = low * secondsPerDay + hour * 3600 + rng.int(3600);
    return second >= fromSecond ? second : fromSecond + rng.int(this.seconds - fromSecond);
  }
}
