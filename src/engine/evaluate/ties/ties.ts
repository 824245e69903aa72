import { sameScore } from '../../core/same-score';
import type { Run } from '../../model/run';
import type { JudgedList } from '../judgements/judged-list';
import type { TieExpectation, TieGroup, UserMeasure } from '../metrics/metric';
import { fillHits } from './tie-expectations';

/** One metric whose value depends on the order of equal scores. */
export interface TieSensitive {
  readonly measure: UserMeasure;
  readonly expectation: TieExpectation | 'unknown';
  /** Called when the orders of a user's ties give different values; `expected` is NaN where it has no closed form. */
  addTies(user: number, minimum: number, expected: number, maximum: number): void;
}

/** Values that differ by rounding alone are the same. */
const epsilon = 1e-12;

/**
 * Explores the orders of equal scores, user after user, for all metrics at once: each order is laid out once and measured by every metric. Relevant
 * items first is the best order of a tie, last the worst. Ties with items beyond the end of a list cannot be seen; ask for longer lists than the
 * cutoff.
 */
export class TieExplorer {
  readonly #run: Run;
  readonly #metrics: readonly TieSensitive[];
  readonly #layout: Float64Array;
  readonly #minima: Float64Array;
  readonly #maxima: Float64Array;
  readonly #asIs: Float64Array;
  readonly #rotationSums: Float64Array;
  readonly #groups: TieGroup[] = [];

  constructor(run: Run, metrics: readonly TieSensitive[]) {
    this.#run = run;
    this.#metrics = metrics;
    this.#layout = new Float64Array(run.length);
    this.#minima = new Float64Array(metrics.length);
    this.#maxima = new Float64Array(metrics.length);
    this.#asIs = new Float64Array(metrics.length);
    this.#rotationSums = new Float64Array(metrics.length);
  }

  hasTies(r: number): boolean {
    const start = r * this.#run.length;
    const { scores, counts } = this.#run;
    for (let p = start + 1; p < start + counts[r]; p++) if (sameScore(scores[p], scores[p - 1])) return true;
    return false;
  }

  /** @param grades of list `r` by position, NaN where not judged. Leaves `list` in disorder. */
  explore(user: number, r: number, list: JudgedList, grades: Float64Array): void {
    this.#findMixedGroups(r, grades);
    if (this.#groups.length === 0) return;
    this.#measureSorted(list, grades, 1, this.#minima);
    this.#measureSorted(list, grades, -1, this.#maxima);
    if (!this.#metrics.some((_, m) => this.#varies(m))) return;
    const linearVaries = this.#metrics.some(({ expectation }, m) => expectation === 'linear' && this.#varies(m));
    if (linearVaries) this.#measureRotations(list, grades);
    this.#metrics.forEach((metric, m) => {
      if (!this.#varies(m)) return;
      metric.addTies(user, this.#minima[m], this.#expected(metric, m, list, grades), this.#maxima[m]);
    });
  }

  #varies(m: number): boolean {
    return this.#maxima[m] - this.#minima[m] > epsilon;
  }

  #expected({ expectation, measure }: TieSensitive, m: number, list: JudgedList, grades: Float64Array): number {
    if (expectation === 'unknown') return NaN;
    return expectation === 'linear' ? this.#rotationSums[m] : expectation(list, grades, this.#groups, measure);
  }

  /** Stretches of equal scores with a relevant item and anything of another grade: only their order can matter. */
  #findMixedGroups(r: number, grades: Float64Array): void {
    const { scores, counts, length } = this.#run;
    this.#groups.length = 0;
    for (let start = 0; start < counts[r];) {
      let end = start + 1;
      let relevant = grades[start] > 0;
      let differs = false;
      while (end < counts[r] && sameScore(scores[r * length + end], scores[r * length + end - 1])) {
        if (grades[end] > 0) relevant = true;
        if (grades[end] !== grades[start]) differs = true;
        end++;
      }
      if (relevant && differs) this.#groups.push({ start, end });
      start = end;
    }
  }

  #measureAll(list: JudgedList, values: Float64Array, factor: number): void {
    fillHits(list, this.#layout);
    for (let m = 0; m < this.#metrics.length; m++) values[m] += factor * this.#metrics[m].measure(list);
  }

  #measureSorted(list: JudgedList, grades: Float64Array, direction: 1 | -1, values: Float64Array): void {
    this.#layout.set(grades);
    for (const group of this.#groups) sortGroup(this.#layout, group, direction);
    values.fill(0);
    this.#measureAll(list, values, 1);
  }

  /**
   * For metrics that add up independent gains of positions: over the m rotations of a stretch every item visits every
   * position once, which is the mean over all m! orders; stretches contribute separately. Differences from the order as it is are added, so that
   * stretches beyond the positions that a metric reads change no bit of its mean.
   */
  #measureRotations(list: JudgedList, grades: Float64Array): void {
    const layout = this.#layout;
    layout.set(grades);
    this.#asIs.fill(0);
    this.#measureAll(list, this.#asIs, 1);
    this.#rotationSums.set(this.#asIs);
    for (const { start, end } of this.#groups) {
      for (let turn = start; turn < end; turn++) {
        fillHits(list, layout);
        for (const [m, metric] of this.#metrics.entries()) this.#rotationSums[m] += (metric.measure(list) - this.#asIs[m]) / (end - start);
        const first = layout[start];
        layout.copyWithin(start, start + 1, end);
        layout[end - 1] = first;
      }
    }
  }
}

/** Not judged counts between judged irrelevant and relevant, which only bpref notices. */
const sortKey = (grade: number): number => (Number.isNaN(grade) ? Number.MIN_VALUE : grade);

/** Insertion sort: stretches are short, and nothing is allocated. */
function sortGroup(grades: Float64Array, { start, end }: TieGroup, direction: 1 | -1): void {
  for (let i = start + 1; i < end; i++) {
    const grade = grades[i];
    const key = direction * sortKey(grade);
    let j = i - 1;
    for (; j >= start && direction * sortKey(grades[j]) > key; j--) grades[j + 1] = grades[j];
    grades[j + 1] = grade;
  }
}
