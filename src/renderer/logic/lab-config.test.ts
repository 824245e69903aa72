import { describe, expect, it } from 'vitest';
import { documentOf, labConfig } from './lab-config';
import { defaultDocument, setCutoff } from './lab-document';

describe('labConfig', () => {
  it('copies variants, metrics, split and seed, and can be reverted', () => {
    const document = { ...defaultDocument(), seed: 7 };
    const config = labConfig(document);
    expect(config.variants).toEqual(document.variants.map(({ variant }) => variant));
    expect(config).toMatchObject({ metrics: document.metrics, split: document.split, relevance: { rule: 'any' }, seed: 7 });
    expect(documentOf(config)).toEqual(document);
  });

  it('keeps lists long enough for the metrics’ cutoffs', () => {
    expect(labConfig({ ...setCutoff(defaultDocument(), 5), metrics: ['ndcg@5', 'recall@50'] }).listLength).toBe(50);
    expect(labConfig(setCutoff(defaultDocument(), 20)).listLength).toBe(20);
  });
});
