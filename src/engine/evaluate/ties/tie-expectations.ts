import type { JudgedList } from '../judgements/judged-list';
import type { TieExpectation } from '../metrics/metric';

type ExpectationFunction = Exclude<TieExpectation, 'linear'>;

/** Makes the list's hits those of items with these grades, by position. */
export function fillHits(list: JudgedList, grades: Float64Array): void {
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
}

/**
 * For metrics of the first hit alone. Within the first stretch with a relevant item, the chance that the first of r
 * relevant among m items stands at offset j follows from drawing without replacement.
 */
export const firstHitMean: ExpectationFunction = (list, grades, groups, measure) => {
  let firstHit = 0;
  while (firstHit < list.count && !(grades[firstHit] > 0)) firstHit++;
  const group = groups.find(({ start, end }) => start <= firstHit && firstHit < end);
  if (!group) {
    fillHits(list, grades);
    return measure(list);
  }
  const size = group.end - group.start;
  const relevant = countRelevant(grades, group.start, group.end);
  list.hitCount = 1;
  list.hitGrades[0] = 1;
  let mean = 0;
  let noneBefore = 1;
  for (let offset = 0; offset <= size - relevant; offset++) {
    const chance = noneBefore * (relevant / (size - offset));
    list.hitPositions[0] = group.start + offset + 1;
    mean += chance * measure(list);
    noneBefore -= chance;
  }
  return mean;
};

function countRelevant(grades: Float64Array, start: number, end: number): number {
  let count = 0;
  for (let i = start; i < end; i++) if (grades[i] > 0) count++;
  return count;
}

/**
 * Mean of Σ P@i · rel_i over tie orders (McSherry & Najork 2008): position i of a stretch of m items with r relevant holds
 * a relevant one with chance r/m, and then (i − 1)(r − 1)/(m − 1) further ones stand before it in the stretch.
 * @param normalise what the metric divides by.
 */
export const averagePrecisionMean =
  (cutoff: number, normalise: (list: JudgedList) => number): ExpectationFunction =>
  (list, grades, groups) => {
    let sum = 0;
    let before = 0;
    for (let start = 0; start < list.count;) {
      const end = groups.find((candidate) => candidate.start === start)?.end ?? start + 1;
      const size = end - start;
      const relevant = countRelevant(grades, start, end);
      for (let i = 0; i < size && start + i < cutoff; i++) {
        const above = before + (size > 1 ? (i * (relevant - 1)) / (size - 1) : 0);
        sum += ((relevant / size) * (above + 1)) / (start + i + 1);
      }
      before += relevant;
      start = end;
    }
    return sum / normalise(list);
  };
