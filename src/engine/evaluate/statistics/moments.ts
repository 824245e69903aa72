export interface Moments {
  readonly count: number;
  readonly mean: number;
  /** Sample standard deviation (n − 1); NaN below two values. */
  readonly standardDeviation: number;
  /** Standard error of the mean. */
  readonly standardError: number;
}

/** Two passes, so that large means do not cancel small differences. */
export function momentsOf(values: ArrayLike<number>): Moments {
  const count = values.length;
  let sum = 0;
  for (let i = 0; i < count; i++) sum += values[i];
  const mean = count === 0 ? NaN : sum / count;
  let squares = 0;
  for (let i = 0; i < count; i++) squares += (values[i] - mean) ** 2;
  const standardDeviation = count < 2 ? NaN : Math.sqrt(squares / (count - 1));
  return { count, mean, standardDeviation, standardError: standardDeviation / Math.sqrt(count) };
}
