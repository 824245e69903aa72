import type { Run } from '../model/run';
import type { JudgedList } from './judged-list';
import type { TieExpectation, TieGroup, UserMeasure } from './metric';

/** One user's value over the orders of tied scores. */
export interface TieRange {
  readonly minimum: number;
  /** NaN when the metric's mean over the orders has no closed form here. */
  readonly expected: number;
  readonly maximum: number;
}

type ExpectationFunction = Exclude<TieExpectation, 'linear'>;

/** Not judged: neither relevant nor judged irrelevant, which only bpref tells apart. */
export const unjudged = NaN;
const sortKey = (grade: number): number => (Number.isNaN(grade) ? Number.MIN_VALUE : grade);

/**
 * Stretches of equal scores in list `r` of a run that hold a relevant item and anything else of another grade: only their
 * order can change an accuracy metric. Ties with items beyond the end of the list cannot be seen; ask for longer lists.
 * @param grades per position, NaN where not judged.
 */
export function mixedTies(run: Run, r: number, grades: Float64Array): TieGroup[] {
  const groups: TieGroup[] = [];
  const first = r * run.length;
  const count = run.counts[r];
  for (let start = 0; start < count;) {
    let end = start + 1;
    while (end < count && run.scores[first + end] === run.scores[first + start]) end++;
    if (end - start > 1 && isMixed(grades, start, end)) groups.push({ start, end });
    start = end;
  }
  return groups;
}

function isMixed(grades: Float64Array, start: number, end: number): boolean {
  let relevant = false;
  let differs = false;
  for (let i = start; i < end; i++) {
    if (grades[i] > 0) relevant = true;
    if (grades[i] !== grades[start]) differs = true;
  }
  return relevant && differs;
}

/** The range of a metric over all orders of the tied stretches. `list` is used as scratch and must be read anew. */
export function rangeOverTies(
  list: JudgedList,
  grades: Float64Array,
  groups: readonly TieGroup[],
  measure: UserMeasure,
  expectation: TieExpectation | 'unknown',
): TieRange {
  const ordered = grades.slice(0, list.count);
  const arrange = (direction: 1 | -1): number => {
    for (const { start, end } of groups) {
      const sorted = Array.from(grades.subarray(start, end)).sort((a, b) => direction * (sortKey(a) - sortKey(b)));
      ordered.set(sorted, start);
    }
    return measureGrades(list, ordered, measure);
  };
  const minimum = arrange(1);
  const maximum = arrange(-1);
  // Orders that differ by rounding alone are the same.
  if (maximum - minimum <= 1e-12) return { minimum, expected: maximum, maximum };
  if (expectation === 'unknown') return { minimum, expected: NaN, maximum };
  const mean = expectation === 'linear' ? linearMean : expectation;
  return { minimum, expected: mean(list, grades, groups, measure), maximum };
}

/** Measures the list as if its positions held items of these grades. */
export function measureGrades(list: JudgedList, grades: Float64Array, measure: UserMeasure): number {
  let hits = 0;
  let nonRelevant = 0;
  for (let i = 0; i < list.count; i++) {
    if (grades[i] > 0) {
      list.hitPositions[hits] = i + 1;
      list.hitGrades[hits] = grades[i];
      list.nonRelevantAbove[hits++] = nonRelevant;
    } else if (grades[i] === 0) nonRelevant++;
  }
  list.hitCount = hits;
  return measure(list);
}

/**
 * For metrics that add up independent gains of positions: over the m rotations of a stretch every item visits every
 * position once, which is the mean over all m! orders; stretches contribute separately.
 */
function linearMean(list: JudgedList, grades: Float64Array, groups: readonly TieGroup[], measure: UserMeasure): number {
  const base = measureGrades(list, grades, measure);
  let mean = base;
  for (const { start, end } of groups) {
    const rotated = grades.slice(0, list.count);
    let sum = 0;
    for (let turn = 0; turn < end - start; turn++) {
      sum += measureGrades(list, rotated, measure);
      const first = rotated[start];
      rotated.copyWithin(start, start + 1, end);
      rotated[end - 1] = first;
    }
    mean += sum / (end - start) - base;
  }
  return mean;
}

/**
 * For metrics of the first hit alone. Within the first stretch with a relevant item, the chance that the first of r
 * relevant among m items stands at offset j follows from drawing without replacement.
 */
export const firstHitMean: ExpectationFunction = (list, grades, groups, measure) => {
  const firstHit = grades.subarray(0, list.count).findIndex((grade) => grade > 0);
  const group = groups.find(({ start, end }) => start <= firstHit && firstHit < end);
  if (!group) return measureGrades(list, grades, measure);
  const size = group.end - group.start;
  const relevant = grades.subarray(group.start, group.end).filter((grade) => grade > 0).length;
  const single = new Float64Array(list.count);
  let mean = 0;
  let noneBefore = 1;
  for (let offset = 0; offset <= size - relevant; offset++) {
    const chance = noneBefore * (relevant / (size - offset));
    single.fill(0);
    single[group.start + offset] = 1;
    mean += chance * measureGrades(list, single, measure);
    noneBefore -= chance;
  }
  return mean;
};

/**
 * Mean of Σ P@i · rel_i over tie orders (McSherry & Najork 2008): position i of a stretch of m items with r relevant holds
 * a relevant one with chance r/m, and then (i − 1)(r − 1)/(m − 1) further ones stand before it in the stretch.
 * @param normalise divides by what the metric divides by.
 */
export const averagePrecisionMean =
  (cutoff: number, normalise: (list: JudgedList) => number): ExpectationFunction =>
  (list, grades, groups) => {
    let sum = 0;
    let before = 0;
    for (let start = 0; start < list.count;) {
      const group = groups.find((candidate) => candidate.start === start);
      const end = group?.end ?? start + 1;
      const size = end - start;
      const relevant = grades.subarray(start, end).filter((grade) => grade > 0).length;
      for (let i = 0; i < size && start + i < cutoff; i++) {
        const above = before + (size > 1 ? (i * (relevant - 1)) / (size - 1) : 0);
        sum += ((relevant / size) * (above + 1)) / (start + i + 1);
      }
      before += relevant;
      start = end;
    }
    return sum / normalise(list);
  };
