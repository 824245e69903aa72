/** Weights for a goal: optimal, verified by ranking again, or the conflict named. */
import { beforeAll, describe, expect, it } from 'vitest';
import type { TrainingView } from '#engine/model/training-view';
import { createRng } from '#engine/core/rng';
import { Recommender } from '#engine/pipeline/recommend';
import { seekGoal, withWeights, type Goal } from '#engine/rerank/goal/goal-seek';
import { orderOf } from '#engine/rerank/goal/orders';
import { advantage } from '#engine/rerank/goal/programme';
import type { Ranker } from '#engine/rerank/ranker';
import { programmeSolver, lpText } from '#service/recommend/programme-solver';
import { smallDataset, timeSide, variant, viewOf } from '../fixtures';

let view: TrainingView;
const weights = { similarity: 0.3, factors: 0.4, popularity: 0.2, freshness: 0.1 };

beforeAll(async () => {
  const dataset = smallDataset();
  view = await viewOf(dataset, timeSide(dataset));
});

async function rankerOf(user: number, patch: object = {}): Promise<Ranker> {
  const settings = variant({ weights, candidates: { poolSize: 40 }, ...patch });
  return (await new Recommender(view).rankerFor({ userRow: user }, settings, 10)).ranker;
}

const boxOf = (ranker: Ranker, low = 0, high = 1): Goal['box'] => ({
  low: ranker.weights.map((weight) => Math.min(low, weight)),
  high: ranker.weights.map((weight) => Math.max(high, weight)),
});
const itemAt = (ranker: Ranker, place: number): number => ranker.tensor.items[orderOf(ranker, 0)[place - 1]];

describe('a video at a position', () => {
  it.each(['l2', 'l1'] as const)('has exactly that position when ranked again, %s', async (norm) => {
    let found = 0;
    for (let user = 0; user < 30; user++) {
      const ranker = await rankerOf(user);
      const item = itemAt(ranker, 5);
      const goal: Goal = { moves: [{ item, position: 3 }], orders: [], norm, box: boxOf(ranker) };
      const answer = await seekGoal(ranker, 0, goal, programmeSolver);
      if (answer.status !== 'found') continue;
      found++;
      expect(itemAt(withWeights(ranker, answer.weights), 3)).toBe(item);
      answer.weights.forEach((weight, s) => {
        expect(weight).toBeGreaterThanOrEqual(goal.box.low[s]);
        expect(weight).toBeLessThanOrEqual(goal.box.high[s]);
      });
    }
    expect(found).toBeGreaterThan(10);
  });

  it('has no nearer weights among random ones within the box', async () => {
    const rng = createRng(3);
    let tried = 0;
    for (let user = 0; user < 12; user++) {
      const ranker = await rankerOf(user);
      const item = itemAt(ranker, 4);
      const box = boxOf(ranker);
      const goal: Goal = { moves: [{ item, position: 2 }], orders: [], norm: 'l2', box };
      const answer = await seekGoal(ranker, 0, goal, programmeSolver);
      for (let trial = 0; trial < 400; trial++) {
        const reach = answer.status === 'found' ? answer.distance * 1.5 : 1;
        const other = ranker.weights.map((weight, s) => Math.max(box.low[s], Math.min(box.high[s], weight + (2 * rng.next() - 1) * reach)));
        if (itemAt(withWeights(ranker, other), 2) !== item) continue;
        tried++;
        expect(answer.status).toBe('found');
        const distance = Math.hypot(...other.map((weight, s) => weight - ranker.weights[s]));
        if (answer.status === 'found') expect(distance).toBeGreaterThan(answer.distance - 1e-4);
      }
    }
    expect(tried).toBeGreaterThan(100);
  });

  it('a single order gives the closed-form projection onto a half-space', async () => {
    const ranker = await rankerOf(3);
    const [above, below] = [itemAt(ranker, 7), itemAt(ranker, 6)];
    const slots = orderOf(ranker, 0);
    const d = advantage(ranker, 0, { above: slots[6], below: slots[5] });
    const norm = d.reduce((sum, value) => sum + value ** 2, 0);
    const lead = d.reduce((sum, value, s) => sum + value * ranker.weights[s], 0);
    const box = boxOf(ranker, -100, 100);
    const answer = await seekGoal(ranker, 0, { moves: [], orders: [{ above, below }], norm: 'l2', box }, programmeSolver);
    expect(answer.status).toBe('found');
    if (answer.status !== 'found') return;
    const step = (answer.margin - lead) / norm;
    answer.weights.forEach((weight, s) => expect(weight).toBeCloseTo(ranker.weights[s] + step * d[s], 6));
  });
});

it('locked weights stay fixed; the others reach the goal, or the conflict is named', async () => {
  const ranker = await rankerOf(5);
  const free = ranker.tensor.signalIds.indexOf('factors');
  const box = { low: ranker.weights.map((w, s) => (s === free ? 0 : w)), high: ranker.weights.map((w, s) => (s === free ? 1 : w)) };
  for (let place = 2; place <= 10; place++) {
    const goal: Goal = { moves: [{ item: itemAt(ranker, place), position: 1 }], orders: [], norm: 'l2', box };
    const answer = await seekGoal(ranker, 0, goal, programmeSolver);
    if (answer.status === 'found') answer.weights.forEach((weight, s) => s !== free && expect(weight).toBe(ranker.weights[s]));
    // Scores are linear in the only free weight: a scan shows whether any value satisfies the goal.
    const values = Array.from({ length: 2_001 }, (_, i) => i / 2_000);
    const exists = values.some((value) => itemAt(withWeights(ranker, ranker.weights.with(free, value)), 1) === goal.moves[0].item);
    if (exists) expect(answer.status).toBe('found');
  }
});

describe('an impossible goal', () => {
  it('names the videos that lead in every signal', async () => {
    for (let user = 0; user < 40; user++) {
      const ranker = await rankerOf(user);
      const last = orderOf(ranker, 0).length;
      const goal: Goal = { moves: [{ item: itemAt(ranker, last), position: 1 }], orders: [], norm: 'l2', box: boxOf(ranker) };
      const answer = await seekGoal(ranker, 0, goal, programmeSolver);
      if (answer.status !== 'conflict' || answer.conflict.kind !== 'dominated') continue;
      for (const { aboveValues, belowValues, bestLead } of answer.conflict.orders) {
        expect(bestLead).toBeLessThan(1e-5);
        expect(belowValues.some((value, s) => value > aboveValues[s])).toBe(true);
        // With weights of at least 0, only a signal in which the upper video leads could help, and there is none.
        expect(aboveValues.every((value, s) => value <= belowValues[s] + 1e-5)).toBe(true);
      }
      return;
    }
    throw new Error('No list had a video that is dominated');
  });

  it('names contradictory orders, with multipliers that prove the contradiction', async () => {
    const ranker = await rankerOf(2);
    const [a, b, c] = [itemAt(ranker, 1), itemAt(ranker, 2), itemAt(ranker, 3)];
    const orders = [
      { above: a, below: b },
      { above: b, below: c },
      { above: c, below: a },
      { above: itemAt(ranker, 4), below: itemAt(ranker, 9) },
    ];
    const answer = await seekGoal(ranker, 0, { moves: [], orders, norm: 'l2', box: boxOf(ranker, -100, 100) }, programmeSolver);
    expect(answer).toMatchObject({ status: 'conflict', conflict: { kind: 'joint' } });
    if (answer.status !== 'conflict') return;
    // The cycle, without the order that is unrelated to it.
    expect(answer.conflict.orders).toHaveLength(3);
    const sum = new Float64Array(ranker.weights.length);
    for (const order of answer.conflict.orders) advantage(ranker, 0, order).forEach((value, s) => (sum[s] += order.share * value));
    sum.forEach((value) => expect(Math.abs(value)).toBeLessThan(1e-6));
  });
});

it('rejects goals without an exact solution, and says why', async () => {
  const ranker = await rankerOf(1);
  const goal = { moves: [{ item: itemAt(ranker, 2), position: 1 }], orders: [], norm: 'l2' as const, box: boxOf(ranker) };
  await expect(seekGoal(await rankerOf(1, { filters: { maxPerCreator: 1 } }), 0, goal, programmeSolver)).rejects.toMatchObject({
    code: 'UNSUPPORTED',
  });
  await expect(seekGoal(ranker, 0, { ...goal, moves: [{ item: itemAt(ranker, 2), position: 4_000 }] }, programmeSolver)).rejects.toThrow(
    /beyond the \d+ candidates/,
  );
  const unlisted = [...Array(300).keys()].find((item) => !ranker.tensor.items.includes(item)) ?? -1;
  await expect(seekGoal(ranker, 0, { ...goal, moves: [{ item: unlisted, position: 1 }] }, programmeSolver)).rejects.toThrow(
    /not among the candidates/,
  );
  expect(await seekGoal(ranker, 0, { ...goal, moves: [{ item: itemAt(ranker, 2), position: 2 }] }, programmeSolver)).toEqual({
    status: 'already',
  });
});

it('writes a programme in the solver’s format', async () => {
  const programme = {
    linear: new Map([
      ['a', -0.8],
      ['b', -0.8],
    ]),
    squares: new Map([
      ['a', 1],
      ['b', 1],
    ]),
    rows: [
      {
        coefficients: new Map([
          ['a', 1],
          ['b', -1],
        ]),
        atLeast: 0.3,
      },
    ],
    bounds: new Map([
      ['a', [0, 1]],
      ['b', [-1, Infinity]],
    ] as const),
  };
  expect(lpText(programme)).toContain(' c0: + 1 a - 1 b >= 0.3');
  const optimum = await programmeSolver.minimize(programme);
  expect(optimum?.values.get('a')).toBeCloseTo(0.55, 6);
  expect(optimum?.values.get('b')).toBeCloseTo(0.25, 6);
  expect(await programmeSolver.minimize({ ...programme, rows: [{ coefficients: new Map([['a', 1]]), atLeast: 2 }] })).toBeUndefined();
});
