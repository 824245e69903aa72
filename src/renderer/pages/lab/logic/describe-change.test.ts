import { describe, expect, it } from 'vitest';
import { describeChange } from './describe-change';
import {
  defaultDocument,
  duplicateVariant,
  makeBaseline,
  patchVariant,
  removeVariant,
  setCutoff,
  setWeight,
} from '../../../logic/lab-document';

const start = defaultDocument();
const label = (id: string) => id[0].toUpperCase() + id.slice(1);

describe('describeChange', () => {
  it.each([
    ['the start', undefined, start, 'Start'],
    ['a weight', start, setWeight(start, 'v2', 'freshness', 0.27), 'Freshness .10 → .27 in B'],
    [
      'several settings at once',
      start,
      patchVariant(start, 'v1', { mmrLambda: 0.5, normalization: 'rank' }),
      'Normalisation min-max → rank and 1 more in A',
    ],
    ['a name', start, patchVariant(start, 'v2', { name: 'Fresh' }), 'Renamed B to Fresh'],
    ['a new variant', start, duplicateVariant(start, 'v2')!.document, 'Added C · More popular 2'],
    ['a removed variant', start, removeVariant(start, 'v2'), 'Removed B · More popular'],
    ['another baseline', start, makeBaseline(start, 'v2'), 'Baseline: More popular'],
    ['k', start, setCutoff(start, 20), 'k 10 → 20'],
    ['metrics', start, { ...start, metrics: ['ndcg@10'] }, 'Metrics: ndcg@10'],
    ['the split', start, { ...start, split: { ...start.split, params: { fraction: 0.3 } } }, 'Split: time, fraction 0.3'],
    ['the relevance', start, { ...start, relevance: { rule: 'threshold', minimum: 4 } }, 'Relevant: value ≥ 4'],
    ['the seed', start, { ...start, seed: 7 }, 'Seed 42 → 7'],
  ] as const)('describes %s', (_what, before, after, text) => expect(describeChange(before, after, label)).toBe(text));
});
