import { expect, it } from 'vitest';
import type { SweepOutput } from '#shared/schemas/sweep';
import { parallelAxes } from './parallel-axes';

const setting = (weight: number, normalization: string, value: number | null) => ({
  values: { 'weights.popularity': weight, normalization },
  metrics: [{ spec: 'ndcg@10', value, difference: null }],
  onFront: false,
  breaks: [],
});
const output = {
  objectives: [{ spec: 'ndcg@10', direction: 'higher' }],
  settings: [{ ...setting(0, '', 0), values: {} }, setting(0.2, 'rank', 0.1), setting(0.4, 'min-max', 0.3), setting(0.3, 'rank', null)],
} as unknown as SweepOutput;

it('scales each axis from its lowest to its highest value', () => {
  const [weight, normalization, metric] = parallelAxes(output);
  expect(weight).toMatchObject({ name: 'popularity', low: '0.2', high: '0.4' });
  expect(weight.positions[2]).toBeCloseTo(0.5);
  expect(normalization).toMatchObject({ low: 'min-max', high: 'rank', positions: [1, 0, 1] });
  expect(metric.positions).toEqual([0, 1, NaN]);
});
