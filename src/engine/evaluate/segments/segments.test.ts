import { describe, expect, it } from 'vitest';
import { csrFromTriplets } from '../../core/linear-algebra/matrix';
import { createRng } from '../../core/rng';
import type { Qrels, Run } from '../../model/run';
import { compareEvaluations } from '../comparison/compare';
import { evaluateRun } from '../evaluate-run';
import { parseMetricSpecs } from '../metrics/metric-spec';
import { segmentByActivity, segmentByColumn, segmentByWarmth, type Segmentation } from './segmentations';
import { compareSegments, losingSegments } from './segments';
import { adjustFamily } from '../comparison/verdict';

const literal = ({ segments }: Segmentation): Record<string, number[]> =>
  Object.fromEntries(segments.map(({ name, users }) => [name, [...users]]));
/** User u has u % 4 training interactions. */
const training = csrFromTriplets(
  8,
  4,
  [1, 2, 2, 3, 3, 3, 5, 6, 6, 7, 7, 7],
  [0, 0, 1, 0, 1, 2, 0, 0, 1, 0, 1, 2],
  new Array<number>(12).fill(1),
);

describe('segmentations', () => {
  it('separate warm from cold users, also users outside the training matrix', () => {
    expect(literal(segmentByWarmth(Int32Array.of(0, 1, 2, 4, 9), training))).toEqual({ warm: [1, 2], cold: [0, 4, 9] });
    expect(literal(segmentByWarmth(Int32Array.of(1), training))).toEqual({ warm: [1] });
  });

  it('split by activity and keep users with equal counts together', () => {
    const users = Int32Array.of(0, 1, 2, 3, 4, 5, 6, 7);
    expect(literal(segmentByActivity(users, training, 4))).toEqual({
      '1 of 4 (0 interactions)': [0, 4],
      '2 of 4 (1 interactions)': [1, 5],
      '3 of 4 (2 interactions)': [2, 6],
      '4 of 4 (3 interactions)': [3, 7],
    });
    expect(literal(segmentByActivity(users, training, 2))).toEqual({
      '1 of 2 (0–1 interactions)': [0, 1, 4, 5],
      '2 of 2 (2–3 interactions)': [2, 3, 6, 7],
    });
    expect(literal(segmentByActivity(Int32Array.of(0, 4, 1), training, 10))).toEqual({
      '1 of 10 (0 interactions)': [0, 4],
      '7 of 10 (1 interactions)': [1],
    });
  });

  it('split by any column of texts, with values that are called like a group of ours told apart', () => {
    const country = { labels: ['de', 'fr'], codes: Int32Array.of(0, 1, 0, -1) };
    expect(literal(segmentByColumn(Int32Array.of(0, 1, 2, 3), 'country', country))).toEqual({ de: [0, 2], fr: [1], 'not given': [3] });
    const oddly = { labels: ['not given', 'other (2 values)'], codes: Int32Array.of(0, 1, -1) };
    expect(literal(segmentByColumn(Int32Array.of(0, 1, 2), 'x', oddly))).toEqual({
      '“not given”': [0],
      '“other (2 values)”': [1],
      'not given': [2],
    });
  });
});

/** Item 0 is relevant for everyone; a list of ten holds it at a random position or, when `hurt`, never. */
function runFor(users: number, seed: string, hurt: (user: number) => boolean, lift: number): Run {
  const rng = createRng(seed);
  const items = new Int32Array(users * 10);
  for (let u = 0; u < users; u++) {
    const at = hurt(u) ? 9 : Math.floor(rng.next() * (10 - lift));
    for (let i = 0; i < 10; i++) items[u * 10 + i] = i === at ? 0 : i + 1;
  }
  return {
    users: Int32Array.from({ length: users }, (_, u) => u),
    length: 10,
    counts: new Int32Array(users).fill(10),
    items,
    scores: Float64Array.from(items, (_, p) => -p),
  };
}

const judgedFor = (users: number): Qrels => ({
  users: Int32Array.from({ length: users }, (_, u) => u),
  offsets: Int32Array.from({ length: users + 1 }, (_, u) => u),
  items: new Int32Array(users),
  grades: new Float64Array(users).fill(1),
  relevance: 'item 0',
});
const column = (users: number, groups: number): { labels: string[]; codes: Int32Array } => ({
  labels: Array.from({ length: groups }, (_, g) => `g${g}`),
  codes: Int32Array.from({ length: users }, (_, u) => u % groups),
});
const specs = parseMetricSpecs(['ndcg@10', 'mrr@10']);
const settings = { confidence: 0.95, bootstrapSamples: 100, permutations: 100, correction: 'holm' as const, seed: 1, quick: true };

describe('segments that lose', () => {
  it('are found where planted although the mean improves', () => {
    const users = 600;
    const runs = [runFor(users, 'a', () => false, 0), runFor(users, 'b', (u) => u % 8 === 3, 4)];
    const qrels = judgedFor(users);
    const segmentations = [segmentByColumn(qrels.users, 'group', column(users, 8))];
    const results = compareSegments({ runs, qrels, specs, context: {}, segmentations, settings });
    const [a, b] = runs.map((run) => evaluateRun(run, qrels, specs, {}));
    const overall = adjustFamily(compareEvaluations(a, b, settings));
    expect(overall.map(({ verdict }) => verdict)).toEqual(['better', 'better']);
    const losers = losingSegments(results, [overall]);
    expect(losers.map(({ segment, comparison }) => `${segment} ${comparison.spec}`).sort()).toEqual(['g3 mrr@10', 'g3 ndcg@10']);
    expect(losers[0]).toMatchObject({ segmentation: 'column:group', userCount: 75, variant: 0 });
    // The metrics of a segment are those of its users only.
    const g0 = results.find(({ segment }) => segment === 'g0');
    const own = [...b.metrics[0].values].filter((_, u) => u % 8 === 0);
    expect(g0?.evaluations[1].metrics[0].value).toBeCloseTo(own.reduce((sum, value) => sum + value, 0) / own.length, 12);
  });

  it('are not reported in at least 95 of 100 null experiments', () => {
    const users = 400;
    const qrels = judgedFor(users);
    const segmentations = [segmentByColumn(qrels.users, 'group', column(users, 10))];
    let alarms = 0;
    const experiments = 200;
    for (let e = 0; e < experiments; e++) {
      const runs = [runFor(users, `a${e}`, () => false, 0), runFor(users, `b${e}`, () => false, 0)];
      const results = compareSegments({ runs, qrels, specs: specs.slice(0, 1), context: {}, segmentations, settings });
      if (losingSegments(results, [[]]).length > 0) alarms++;
    }
    expect(alarms / experiments).toBeLessThanOrEqual(0.05);
  });
});
