import { IN_POOL_UNJUDGED, NOT_IN_POOL, share } from '../judged-topic';
import { qrelsMeasure } from './measure';

/** Keeps the estimated precision away from 0 / 0. */
const EPSILON = 0.00001;

export const inferredAp = qrelsMeasure({
  id: 'infAP',
  label: 'Inferred average precision',
  description: 'Average precision estimated from a pool of which only a random sample was judged.',
  formula:
    '\\frac{1}{R} \\sum_r \\frac{1}{i} + \\frac{i - 1}{i} \\cdot \\frac{|\\text{pool}_{<i}|}{i - 1} \\cdot \\frac{\\mathrm{rel}_{<i} + \\epsilon}{\\mathrm{rel}_{<i} + \\mathrm{nonrel}_{<i} + 2 \\epsilon}',
  source: 'Yilmaz & Aslam 2006',
  edgePolicy: 'Grades below 0 are in the pool but not judged. No relevant document: 0. Empty list: 0.',
  measure: ({ grades, level, relevant }) => {
    let [rel, nonRel, unjudged, sum] = [0, 0, 0, 0];
    grades.forEach((grade, i) => {
      if (grade === NOT_IN_POOL) return;
      if (grade === IN_POOL_UNJUDGED) unjudged++;
      else if (grade < level) nonRel++;
      else {
        const precisionAbove = (rel + EPSILON) / (rel + nonRel + 2 * EPSILON);
        sum += 1 / (i + 1) + (i === 0 ? 0 : (i / (i + 1)) * ((rel + nonRel + unjudged) / i) * precisionAbove);
        rel++;
      }
    });
    return share(sum, relevant);
  },
});
