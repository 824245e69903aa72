/** Every cell of the map is a direct evaluation, to the last bit. */
import { beforeAll, describe, expect, it } from 'vitest';
import { EvaluationBench } from '#engine/pipeline/evaluation-bench';
import { measureVariants, qrelsOf } from '#engine/pipeline/run-experiment';
import { atAxis, axisValues, coarseFirst } from '#engine/pipeline/sensitivity/axes';
import { sensitivityMap } from '#engine/pipeline/sensitivity/sensitivity-map';
import type { TrainingView } from '#engine/model/training-view';
import type { Qrels } from '#engine/model/run';
import type { MeasureOptions } from '#engine/pipeline/evaluation-bench';
import { parseMetricSpec } from '#engine/evaluate/metrics/metric-spec';
import { experimentConfigSchema } from '#shared/schemas/experiment';
import { sensitivitySettingsSchema, type SensitivityCell, type SensitivityFrame } from '#shared/schemas/sensitivity';
import type { VariantInput } from '#shared/schemas/variant';
import { smallDataset, timeSide, variant, viewOf } from '../fixtures';

let view: TrainingView;
let qrels: Qrels;
const quick: MeasureOptions = { scoreTies: 'row', seed: 1, quick: true };
const baseline = variant({ name: 'base', weights: { popularity: 1 } });

beforeAll(async () => {
  const dataset = smallDataset();
  const side = timeSide(dataset);
  view = await viewOf(dataset, side);
  qrels = qrelsOf(dataset, side, view, { relevance: { rule: 'any' }, variants: [variant()] });
});

async function mapOf(settings: object, input: Partial<VariantInput> = {}, measure = quick) {
  const frames: SensitivityFrame[] = [];
  const cells: SensitivityCell[] = [];
  const varied = variant({ weights: { factors: 0.5, popularity: 0.3, freshness: 0.2 }, ...input });
  const parsed = sensitivitySettingsSchema.parse(settings);
  const listener = { frame: (frame: SensitivityFrame) => void frames.push(frame), cell: (cell: SensitivityCell) => void cells.push(cell) };
  const inputs = { variant: varied, baseline, settings: parsed, measure };
  await sensitivityMap(new EvaluationBench(view, qrels), inputs, listener);
  return { frame: frames[0], cells, varied, settings: parsed };
}

const weight = (signal: string, steps: number, low = 0, high = 1) => ({ kind: 'weight', signal, steps, low, high });

describe('cells equal direct evaluations', () => {
  it.each([
    ['two weights', { x: weight('factors', 11), y: weight('freshness', 7, -0.5, 1) }, {}],
    ['a metric without a cutoff', { x: weight('factors', 4), y: weight('freshness', 3), metric: 'ndcg' }, {}],
    [
      'a metric that is better when lower, k of its own',
      { x: weight('factors', 5), y: weight('popularity', 4), metric: 'popularity@5', k: 8 },
      {},
    ],
    ['a category filter', { x: weight('factors', 6), y: weight('quality', 5) }, { filters: { excludeCategories: ['Cooking'] } }],
    ['a creator limit', { x: weight('factors', 4), y: weight('freshness', 3) }, { filters: { maxPerCreator: 1 } }],
    ['a weight and λ', { x: { kind: 'lambda', low: 0.4, high: 1, steps: 4 }, y: weight('factors', 4) }, {}],
    ['a weight and the pool', { x: { kind: 'pool', low: 5, high: 60, steps: 4 }, y: weight('factors', 5) }, {}],
    [
      'a half-life and a weight',
      { x: weight('freshness', 5), y: { kind: 'parameter', signal: 'freshness', parameter: 'halfLifeDays', low: 2, high: 90, steps: 3 } },
      {},
    ],
    [
      'a half-life and λ',
      {
        x: { kind: 'parameter', signal: 'freshness', parameter: 'halfLifeDays', low: 2, high: 90, steps: 2 },
        y: { kind: 'lambda', low: 0.5, high: 1, steps: 2 },
      },
      {},
    ],
  ])('%s', async (_name, settings, input) => {
    const { frame, cells, varied, settings: parsed } = await mapOf(settings, input);
    const { x: xs, y: ys, k } = frame;
    expect(cells.map(({ index }) => index).sort((a, b) => a - b)).toEqual([...Array(xs.length * ys.length).keys()]);
    const direct = new EvaluationBench(view, qrels);
    const before = await direct.lists(varied, [parseMetricSpec(`hit_rate@${k}`)], quick);
    for (const cell of cells) {
      const [xAt, yAt] = [xs[cell.index % xs.length], ys[Math.floor(cell.index / xs.length)]];
      const here = atAxis(atAxis(varied, parsed.x, xAt), parsed.y, yAt);
      const config = experimentConfigSchema.parse({ variants: [baseline, { ...here, name: 'cell' }], metrics: [parsed.metric] });
      const { outcomes } = await measureVariants(direct, { ...config, quick: true });
      expect(cell.value).toBe(outcomes[1].evaluation.metrics[0].value);
      const [comparison] = outcomes[1].comparisons;
      expect([cell.difference, cell.low, cell.high, cell.verdict]).toEqual([
        comparison.difference,
        comparison.interval.low,
        comparison.interval.high,
        comparison.verdict,
      ]);
      const now = await direct.lists(here, [parseMetricSpec(`hit_rate@${k}`)], quick);
      let churn = 0;
      for (let u = 0; u < qrels.users.length; u++) {
        const list = (run: typeof now) => [...run.items.subarray(u * run.length, u * run.length + Math.min(k, run.counts[u]))];
        const [old, fresh] = [list(before), list(now)];
        const longer = Math.max(old.length, fresh.length);
        churn += longer === 0 ? 0 : 1 - fresh.filter((item) => old.includes(item)).length / longer;
      }
      expect(cell.churn).toBe(churn / qrels.users.length);
    }
  });

  it('under other rules for equal scores', async () => {
    const measure: MeasureOptions = { ...quick, scoreTies: 'random' };
    const { frame, cells, varied, settings } = await mapOf({ x: weight('quality', 3), y: weight('factors', 3) }, {}, measure);
    const direct = new EvaluationBench(view, qrels);
    for (const { index, value } of cells) {
      const here = atAxis(atAxis(varied, settings.x, frame.x[index % 3]), settings.y, frame.y[Math.floor(index / 3)]);
      expect(value).toBe((await direct.measure(here, [parseMetricSpec('ndcg@10')], measure)).evaluation.metrics[0].value);
    }
  });

  it('the cell at the variant’s own settings has its value, its verdict and no churn', async () => {
    const { frame, cells } = await mapOf({ x: weight('factors', 3), y: weight('popularity', 3, 0.3, 0.9) });
    const here = cells.find(({ index }) => index === 1);
    expect(here).toMatchObject({ value: frame.current.value, verdict: frame.current.verdict, churn: 0 });
    expect(frame.current).toMatchObject({ x: 0.5, y: 0.3 });
  });
});

it('visits every cell once, distant ones first, for any size', () => {
  for (const [rows, columns] of [
    [41, 41],
    [2, 2],
    [9, 41],
    [1, 3],
    [17, 5],
  ] as const) {
    const order = coarseFirst(rows, columns);
    const seen = order.flatMap(({ row, columns: some }) => some.map((column) => row * columns + column));
    expect(seen.length).toBe(rows * columns);
    expect(new Set(seen).size).toBe(rows * columns);
  }
  expect(
    coarseFirst(41, 41)
      .slice(0, 6)
      .map(({ row }) => row),
  ).toEqual([0, 8, 16, 24, 32, 40]);
});

it('rejects variants without a map, by name', async () => {
  expect(() => axisValues({ kind: 'lambda', low: 0.5, high: 0.5, steps: 3 }, 'x')).toThrow(/0.5 to 0.5 is empty/);
  expect(axisValues({ kind: 'pool', low: 1, high: 4, steps: 9 }, 'x')).toEqual([1, 2, 3, 4]);
  const ok = weight('factors', 2);
  await expect(mapOf({ x: ok, y: weight('mood', 2) })).rejects.toThrow(/mood/);
  await expect(mapOf({ x: ok, y: { kind: 'parameter', signal: 'freshness', parameter: 'mood', low: 1, high: 2 } })).rejects.toThrow(
    /freshness has no number “mood”/,
  );
  await expect(mapOf({ x: ok, y: weight('quality', 2), metric: 'coverage@10' })).rejects.toThrow(/no value for a single user/);
});

it('stops when cancelled, with the cells so far', async () => {
  const signal = { aborted: false };
  let count = 0;
  const inputs = {
    variant: variant(),
    baseline: undefined,
    settings: sensitivitySettingsSchema.parse({ x: weight('factors', 9), y: weight('quality', 9) }),
    measure: quick,
  };
  const listener = { frame: () => undefined, cell: () => void (++count === 4 && (signal.aborted = true)) };
  await expect(sensitivityMap(new EvaluationBench(view, qrels), inputs, listener, { signal })).rejects.toMatchObject({ code: 'CANCELLED' });
  expect(count).toBe(4);
});
