import { expect, it } from 'vitest';
import { notePlaceSchema } from '#shared/schemas/number-note';
import type { SweepSetting } from '#shared/schemas/sweep';
import { sweepPlace } from './sweep-notes';

it('names a setting by its values, with the number of the objective', () => {
  const setting: SweepSetting = {
    values: { 'weights.popularity': 0.25, 'candidates.removeSeen': true },
    metrics: [{ spec: 'ndcg@10', value: 0.4, difference: null }],
    onFront: true,
    breaks: [],
  };
  const place = sweepPlace('v2', setting, 'ndcg@10', (path) => path.replace(/^.*\./, ''));
  expect(place).toEqual({
    ...{ kind: 'point', chart: 'sweep', variant: 'v2', axis: 'ndcg@10', shown: 0.4 },
    at: { popularity: 0.25, removeSeen: 'yes' },
  });
  expect(notePlaceSchema.parse(place)).toEqual(place);
  expect(sweepPlace('v2', { ...setting, metrics: [] }, 'ndcg@10', String)).not.toHaveProperty('shown');
});
