import { expect, it } from 'vitest';
import type { SweepOutput } from '#shared/schemas/sweep';
import { sweepAxes, sweepLines } from './parallel-axes';

const setting = (weight: number, normalization: string, value: number | null, onFront = false) => ({
  values: { 'weights.popularity': weight, normalization },
  metrics: [{ spec: 'ndcg@10', value, difference: null }],
  onFront,
  breaks: [],
});
const output = {
  objectives: [{ spec: 'ndcg@10', direction: 'higher' }],
  winner: 2,
  settings: [
    { ...setting(0, '', 0), values: {} },
    setting(0.2, 'rank', 0.1),
    setting(0.4, 'min-max', 0.3, true),
    setting(0.3, 'rank', null, true),
  ],
} as unknown as SweepOutput;

it('has an axis for each varied setting and each objective', () => {
  const [weight, normalization, metric] = sweepAxes(output, (path) => path.replace('weights.popularity', 'Popularity'));
  expect(weight).toMatchObject({ name: 'Popularity', low: '0.2', high: '0.4' });
  expect(normalization).toMatchObject({ low: 'min-max', high: 'rank', positions: [1, 0, 1] });
  expect(metric.positions).toEqual([0, 1, NaN]);
});

it('draws the winner above the front, and the front above the rest', () => {
  expect(sweepLines(output).map(({ rank }) => rank)).toEqual(['ground', 'chosen', 'front']);
});
