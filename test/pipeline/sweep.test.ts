/** Sweeps over settings: points, fronts, planted optima, and no improvement where there is none. */
import { beforeAll, describe, expect, it } from 'vitest';
import { createRng } from '#engine/core/rng';
import { sobolPoints } from '#engine/core/sobol';
import { restrictQrels } from '#engine/evaluate/judgements/restrict-qrels';
import type { Qrels } from '#engine/model/run';
import type { TrainingView } from '#engine/model/training-view';
import { EvaluationBench } from '#engine/pipeline/evaluation-bench';
import { qrelsOf } from '#engine/pipeline/run-experiment';
import { chooseWinner } from '#engine/pipeline/sweep/choose-winner';
import { brokenGuards } from '#engine/pipeline/sweep/guards';
import type { MeasuredSetting } from '#engine/pipeline/sweep/measure-setting';
import { checkParameters, valuesAt, withValues, type SweepValues } from '#engine/pipeline/sweep/parameters';
import { bestByFronts, dominates, paretoFront } from '#engine/pipeline/sweep/pareto';
import { runSweep, type SweepHost } from '#engine/pipeline/sweep/run-sweep';
import { sobolSearch } from '#engine/pipeline/sweep/search/sobol';
import type { TimeStep } from '#engine/pipeline/sweep/time-steps';
import { sweepInputSchema, type SweepInput, type SweepParameter, type SweepResult } from '#shared/schemas/sweep';
import { smallDataset, timeSide, variant, viewOf } from '../fixtures';

const dataset = smallDataset();
const side = timeSide(dataset);
const start = variant({ weights: { quality: 1, factors: 0.5 }, candidates: { poolSize: 60 } });
let view: TrainingView;
let real: Qrels;
/** Its candidates and signals serve every test: judgements differ, users do not. */
let bench: EvaluationBench;

beforeAll(async () => {
  view = await viewOf(dataset, side);
  real = qrelsOf(dataset, side, view, { relevance: { rule: 'any' }, variants: [start] });
  bench = new EvaluationBench(view, real);
});

const inputOf = (more: object = {}): SweepInput =>
  sweepInputSchema.parse({
    variant: start,
    parameters: [
      { path: 'weights.factors', low: 0, high: 1 },
      { path: 'weights.popularity', low: 0, high: 1 },
    ],
    objectives: ['ndcg@10', 'coverage@10'],
    settings: 16,
    search: 'sobol',
    ...more,
  });

/** One relevant item of the pool for every user, chosen with probability proportional to exp(utility). */
async function chosenBy(utility: (signals: Record<string, number>) => number, seed: number): Promise<Qrels> {
  const { tensor, normalized } = await bench.rankerFor(start, 1);
  const stride = tensor.signalIds.length;
  const rng = createRng(seed);
  const items = Int32Array.from(tensor.counts, (count, u) => {
    const noisy = Array.from({ length: count }, (_, slot) => {
      const first = (u * tensor.poolSize + slot) * stride;
      const signals = Object.fromEntries(tensor.signalIds.map((id, s) => [id, normalized[first + s]]));
      return utility(signals) - Math.log(-Math.log(rng.next() || 0.5));
    });
    return tensor.items[u * tensor.poolSize + noisy.indexOf(Math.max(...noisy))];
  });
  const grades = new Float64Array(items.length).fill(1);
  return { users: real.users, offsets: Int32Array.from({ length: items.length + 1 }, (_, u) => u), items, grades, relevance: 'planted' };
}

/** The judgements of every third user from `first` on, and of all users before them in turn: three parts, two steps. */
const stepsOf = (qrels: Qrels): TimeStep[] =>
  [1, 2].map((part) => ({ earlier: usersWhere(qrels, (u) => u % 3 < part), later: usersWhere(qrels, (u) => u % 3 === part) }));
const usersWhere = (qrels: Qrels, isKept: (u: number) => boolean): Qrels =>
  restrictQrels(
    qrels,
    qrels.users.filter((_, u) => isKept(u)),
  );

/** Users without a relevant video. */
const nothingRelevant = (): Qrels => ({
  ...real,
  offsets: new Int32Array(real.users.length + 1),
  items: new Int32Array(0),
  grades: new Float64Array(0),
});

const sweepOver = (qrels: Qrels, more: object = {}, host: Partial<SweepHost> = {}, seed = 42): Promise<SweepResult> =>
  runSweep({ bench: bench.judgedBy(qrels), steps: stepsOf(qrels), ...host }, inputOf({ seed, ...more }));

/** The first points of the Sobol search. */
function sweepPoints(parameters: readonly SweepParameter[], count: number): SweepValues[] {
  const search = sobolSearch(parameters.length, count);
  const judged: { point: Float64Array; objectives: number[]; isBroken: boolean }[] = [];
  while (judged.length < count) judged.push({ point: search.next(judged), objectives: [], isBroken: false });
  return judged.map(({ point }) => valuesAt(parameters, point));
}

describe('points of a sweep', () => {
  it('equal scipy’s Sobol sequence', () => {
    // scipy.stats.qmc.Sobol(5, scramble=False).random(8)
    expect([...sobolPoints(8, 5)]).toEqual([
      ...[0, 0, 0, 0, 0, 0.5, 0.5, 0.5, 0.5, 0.5, 0.75, 0.25, 0.25, 0.25, 0.75, 0.25, 0.75, 0.75, 0.75, 0.25],
      ...[0.375, 0.375, 0.625, 0.875, 0.375, 0.875, 0.875, 0.125, 0.375, 0.875],
      ...[0.625, 0.125, 0.875, 0.625, 0.625, 0.125, 0.625, 0.375, 0.125, 0.125],
    ]);
  });

  it('stay within their ranges, on their scales', () => {
    const points = sweepPoints(
      [
        { path: 'signalParams.freshness.halfLifeDays', low: 1, high: 100, scale: 'log', whole: false },
        { path: 'candidates.poolSize', low: 10, high: 20, scale: 'linear', whole: true },
        { path: 'normalization', choices: ['min-max', 'rank'] },
      ],
      63,
    );
    const halfLives = points.map((point) => Number(point['signalParams.freshness.halfLifeDays']));
    expect(halfLives.filter((days) => days < 10).length).toBe(31);
    expect(points.every((point) => Number.isInteger(point['candidates.poolSize']))).toBe(true);
    expect(new Set(points.map((point) => point['normalization']))).toEqual(new Set(['min-max', 'rank']));
  });

  it('set any setting of a variant, and reject settings that it does not have', () => {
    const changed = withValues(start, { 'candidates.sources.0.limit': 7, 'signalParams.freshness.halfLifeDays': 3, mmrLambda: 0.5 });
    expect(changed.candidates.sources[0].limit).toBe(7);
    expect(changed.signalParams).toEqual({ freshness: { halfLifeDays: 3 } });
    expect(start.candidates.sources[0].limit).toBe(200);
    expect(() => withValues(start, { 'candidates.poolsize': 7 })).toThrow(/no setting “candidates.poolsize”/);
    expect(() => withValues(start, { 'mmrLambda.x': 7 })).toThrow(/beyond a single value/);
    expect(() => withValues(start, { mmrLambda: 3 })).toThrow();
    const empty: SweepParameter = { path: 'mmrLambda', low: 1, high: 0, scale: 'linear', whole: false };
    expect(() => checkParameters({ variant: start, parameters: [empty] })).toThrow(/range .* is empty/);
    const wrong = { path: 'normalization', choices: ['min-max', 'nosuch'] };
    expect(() => checkParameters({ variant: start, parameters: [wrong] })).toThrow(/normalization/);
  });

  it('of a setting of whole numbers need a range of whole numbers', () => {
    const pools: SweepParameter = { path: 'candidates.poolSize', low: 50, high: 200, scale: 'linear', whole: false };
    expect(() => checkParameters({ variant: start, parameters: [pools] })).toThrow(/takes the ends of its range, but not 107.295/);
    expect(() => checkParameters({ variant: start, parameters: [{ ...pools, whole: true }] })).not.toThrow();
  });
});

describe('the Pareto front', () => {
  it('contains exactly the points that no other dominates', () => {
    const rng = createRng(3);
    const points = Array.from({ length: 200 }, () => [rng.int(20), rng.int(20), rng.next() < 0.1 ? NaN : rng.int(20)]);
    const front = new Set(paretoFront(points));
    points.forEach((point, i) => expect(front.has(i)).toBe(!points.some((other) => dominates(other, point))));
    expect(front.size).toBeGreaterThan(0);
  });

  it.each([1, 2, 3])('and those after it are all whole and in order, with %i objectives', (dimensions) => {
    const rng = createRng(dimensions);
    const points = Array.from({ length: 120 }, () => Array.from({ length: dimensions }, () => (rng.next() < 0.05 ? NaN : rng.int(12))));
    const expected: number[] = [];
    for (let rest = [...points.keys()]; rest.length > 0; rest = rest.filter((i) => !expected.includes(i))) {
      const front = rest.filter((i) => !rest.some((other) => dominates(points[other], points[i])));
      const first = (i: number): number => (Number.isNaN(points[i][0]) ? -1 : points[i][0]);
      expected.push(...front.sort((a, b) => first(b) - first(a) || a - b));
    }
    for (const keep of [0, 1, 17, 120, 200]) expect(bestByFronts(points, keep)).toEqual(expected.slice(0, keep));
  });

  it('is followed by the next ones; within a front a point without a value of the first objective is last', () => {
    expect(bestByFronts([[NaN, 9], [1, 5], [NaN, 9], [3, 2], [2, 4], [0, 0]], 6)).toEqual([3, 4, 1, 0, 2, 5]); // prettier-ignore
  });
});

describe('a sweep', () => {
  it('finds a planted optimum at popularity 0 and full factors', async () => {
    const qrels = await chosenBy(({ factors }) => 8 * factors, 1);
    const output = await sweepOver(qrels, { variant: variant({ ...start, weights: { popularity: 1, factors: 0.2 } }), settings: 32 });
    const { values } = output.settings[output.winner];
    expect(Number(values['weights.factors'])).toBeGreaterThan(2 * Number(values['weights.popularity']));
    expect(output.verdict).toBe('better');
    expect(output.variant.weights['factors']).toBe(values['weights.factors']);
  });

  it.each([
    ['Sobol points', {}],
    ['tpe', { search: 'tpe', settings: 14 }],
    ['halving', { halving: true, settings: 12 }],
    ['guards', { guards: [{ metric: 'recall@10', maximumLoss: 0 }] }],
  ])('by %s finds no improvement for random preferences in at least 95%, and says so', async (_, more) => {
    let better = 0;
    const runs = 40;
    for (let run = 0; run < runs; run++) {
      const { verdict, statements } = await sweepOver(
        await chosenBy(() => 0, 200 + run),
        { objectives: ['ndcg@10'], settings: 8, ...more },
        {},
        run,
      );
      if (verdict === 'better') better++;
      else expect(statements.join(' ')).toContain('Nothing better was found');
    }
    expect(better).toBeLessThanOrEqual(0.05 * runs);
  });

  it.each([{ search: 'tpe' }, { halving: true }])(
    'that learns (%o) tries the same settings whatever the interactions say that judge its winner',
    async (more) => {
      const [first, other] = [await chosenBy(() => 0, 1), await chosenBy(() => 0, 2)];
      const isLast = (u: number): boolean => u % 3 === 2;
      const changed = { ...first, items: first.items.map((item, u) => (isLast(u) ? other.items[u] : item)) };
      const [before, after] = [await sweepOver(first, { ...more, settings: 24 }), await sweepOver(changed, { ...more, settings: 24 })];
      expect(after.settings.map(({ values }) => values)).toEqual(before.settings.map(({ values }) => values));
      expect(after.settings.map(({ metrics }) => metrics[0].value)).not.toEqual(before.settings.map(({ metrics }) => metrics[0].value));
    },
  );

  it('gives the numbers of an evaluation of the same variant', async () => {
    const { settings } = await sweepOver(real, { folds: 2 });
    const tried = withValues(start, settings[5].values);
    const spec = { spec: 'ndcg@10', metricId: 'ndcg', cutoff: 10, params: {} };
    const run = await bench.lists(tried, [spec], { scoreTies: 'row', seed: 42 });
    expect(settings[5].metrics[0].value).toBe(bench.evaluate(run, [spec]).metrics[0].value);
  });

  it('does not select a setting that violates a guard', async () => {
    const free = await sweepOver(real);
    const guards = [{ metric: 'coverage@10', maximumLoss: 0 }];
    const guarded = await sweepOver(real, { guards });
    const coverage = (output: SweepResult, i: number): number => output.settings[i].metrics[1].value!;
    expect(coverage(guarded, guarded.winner)).toBeGreaterThanOrEqual(coverage(guarded, 0));
    guarded.settings.forEach(({ breaks }, i) => expect(breaks.length > 0).toBe(coverage(guarded, i) < coverage(guarded, 0)));
    expect(free.settings.map(({ values }) => values)).toEqual(guarded.settings.map(({ values }) => values));
  });

  it('measures the start once, however many settings a group of users rejects', async () => {
    const evaluated: number[] = [];
    const spec = { spec: 'ndcg@10', metricId: 'ndcg', cutoff: 10, params: {} };
    const lists = await bench.lists(start, [spec], { scoreTies: 'row', seed: 42, quick: true });
    const reached = bench.evaluate(lists, [spec]);
    const worse = {
      ...reached,
      metrics: [{ ...reached.metrics[0], values: reached.metrics[0].values.map((value, u) => value - 1 - (u % 2)) }],
    };
    const evaluate = (i: number): Promise<typeof reached> => {
      evaluated.push(i);
      return Promise.resolve(i === 0 ? reached : worse);
    };
    const breaks = Array.from({ length: 6 }, (): string[] => []);
    expect(await chooseWinner(bench, { guardSegments: ['warmth'] }, { values: [0, 1, 2, 3, 4, 5], breaks, evaluate }, 1)).toBe(0);
    expect(evaluated.filter((i) => i === 0).length).toBe(1);
    expect(breaks[5]).toContain('clearly worse for Warm and cold users: warm');
    const cancelled = chooseWinner(bench, { guardSegments: ['warmth'] }, { values: [0, 1], breaks: [[], []], evaluate }, 1, {
      signal: { aborted: true },
    });
    await expect(cancelled).rejects.toMatchObject({ code: 'CANCELLED' });
  });

  it('does not check a guard of which the start has no value, and says so', async () => {
    const guard = { guards: [{ metric: 'recall@10', maximumLoss: 0 }] };
    const valued = (value: number): { spec: string; value: number }[] => [{ spec: 'recall@10', value }];
    expect(brokenGuards(guard, valued(0.1), valued(NaN))).toEqual([]);
    expect(brokenGuards(guard, valued(NaN), valued(0.1))).toEqual(['recall@10 has no value']);
    const popular = { guards: [{ metric: 'popularity@10', maximumLoss: 0.01 }] };
    const popularity = (value: number): { spec: string; value: number }[] => [{ spec: 'popularity@10', value }];
    expect(brokenGuards(popular, popularity(0.2), popularity(0))).toEqual(['popularity@10 is worse than the start’s 0']);
    expect(brokenGuards(popular, popularity(0.2), popularity(0.1))).toEqual(['popularity@10 loses 100.0%, more than 1.0%']);
    const { statements } = await sweepOver(nothingRelevant(), { guards: guard.guards, settings: 2, objectives: ['coverage@10'] });
    expect(statements).toContain('The guard of recall@10 is not checked: the start has no value of it');
    expect(statements).toContain('coverage@10 has no value for single users, so there is no held-out test');
  });

  it('says why there is no held-out test where no user can be compared', async () => {
    const { statements } = await sweepOver(nothingRelevant(), { settings: 2, objectives: ['ndcg@10'] });
    expect(statements.join(' ')).toContain('There is no held-out test: on the later interactions no user has a value of ndcg@10');
  });

  it('can be cancelled while the winners are measured again', async () => {
    const signal = { aborted: false };
    let count = 0;
    const measured = (): void => void (signal.aborted = ++count >= 3);
    await expect(runSweep({ bench, steps: stepsOf(real), measured }, inputOf({ settings: 3 }), { signal })).rejects.toMatchObject({
      code: 'CANCELLED',
    });
  });

  it('with halving names the validation part where nobody is in it before the last step', async () => {
    const nobody = usersWhere(real, () => false);
    const steps = [{ earlier: nobody, later: real }];
    const failed = runSweep({ bench, steps }, inputOf({ halving: true }));
    await expect(failed).rejects.toMatchObject({ code: 'INVALID_ARGUMENT', details: { place: 'folds' } });
  });

  it('resumes after an interruption with the same result', async () => {
    const kept = new Map<string, MeasuredSetting>();
    const keep = (key: string, setting: MeasuredSetting): void => void kept.set(key, setting);
    const whole = await sweepOver(real, {}, { measured: keep });
    const half = new Map([...kept].slice(0, 8));
    const { resumed, statements: _statements, ...resumedSweep } = await sweepOver(real, {}, { known: half });
    const { resumed: none, statements: _others, ...first } = whole;
    expect([resumed, none]).toEqual([8, 0]);
    expect(resumedSweep).toEqual(first);
  });

  it('ends with the best so far on request, and can be cancelled', async () => {
    const stop = { aborted: false };
    let count = 0;
    const host = { stop, measured: (): void => void (stop.aborted = ++count >= 5) };
    const output = await sweepOver(real, {}, host);
    expect(output.settings.length).toBe(6);
    expect(output.stoppedEarly).toBe(true);
    const cancelled = runSweep({ bench, steps: stepsOf(real) }, inputOf(), { signal: { aborted: true } });
    await expect(cancelled).rejects.toMatchObject({ code: 'CANCELLED' });
  });

  it('with halving measures the better half on all users, after a first round on a quarter', async () => {
    const { settings } = await sweepOver(real, { halving: true });
    expect(settings.length).toBe(9);
  });
});
