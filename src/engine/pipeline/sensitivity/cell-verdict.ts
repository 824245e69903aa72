import type { CellVerdict } from '#shared/schemas/sensitivity';
import { isDecided } from '../../evaluate/comparison/verdict';
import { momentsOf } from '../../evaluate/statistics/moments';
import { pairedT } from '../../evaluate/statistics/paired-t';

interface Judgement {
  readonly difference: number;
  readonly low: number;
  readonly high: number;
  readonly verdict: CellVerdict;
  readonly pairCount: number;
}

/** Judges cells against the same baseline: a paired t-test per cell, each by itself. */
export class CellJudge {
  readonly #differences: Float64Array;

  constructor(
    private readonly baseline: Float64Array,
    private readonly confidence: number,
    /** 1 where a larger value is better, −1 where a smaller one is. */
    private readonly sign: 1 | -1,
  ) {
    this.#differences = new Float64Array(baseline.length);
  }

  judge(values: Float64Array): Judgement {
    const { baseline, confidence } = this;
    const differences = this.#differences;
    let count = 0;
    for (let u = 0; u < values.length; u++) {
      const difference = values[u] - baseline[u];
      if (!Number.isNaN(difference)) differences[count++] = difference;
    }
    const moments = momentsOf(differences.subarray(0, count));
    const { pValue, interval } = pairedT(moments, confidence);
    const decided = isDecided(Number.isNaN(pValue) ? undefined : pValue, interval, 1 - confidence);
    const verdict = decided ? (this.sign * moments.mean > 0 ? 'better' : 'worse') : 'undecided';
    return { difference: moments.mean, low: interval.low, high: interval.high, verdict, pairCount: count };
  }
}
