import { describe, expect, it } from 'vitest';
import {
  changeVariant,
  defaultDocument,
  duplicateVariant,
  insertVariant,
  letterOf,
  makeBaseline,
  MAX_VARIANTS,
  removeVariant,
  resetWeights,
  setCutoff,
  setWeight,
  type LabDocument,
} from './lab-document';

const weight = (document: LabDocument, index: number, signal: string) => document.variants[index].variant.weights[signal];

describe('lab document', () => {
  it('sets a weight in one variant and leaves the other variants unchanged', () => {
    const before = defaultDocument();
    const after = setWeight(before, 'v2', 'freshness', 0.27);
    expect(weight(after, 1, 'freshness')).toBe(0.27);
    expect(after.variants[0]).toBe(before.variants[0]);
    expect(weight(before, 1, 'freshness')).toBe(0.1);
  });

  it('resets the unlocked weights of a variant to those of a new one', () => {
    const tuned = setWeight(setWeight(setWeight(defaultDocument(), 'v2', 'freshness', 0.9), 'v2', 'quality', 0.5), 'v2', 'similarity', 0);
    const reset = resetWeights(tuned, 'v2', (signal) => signal === 'similarity');
    expect(reset.variants[1].variant.weights).toEqual({ similarity: 0, factors: 0.4, popularity: 0.1, freshness: 0.1, quality: 0 });
    expect(reset.variants[0]).toBe(tuned.variants[0]);
  });

  it('keeps every digit, clamps, ignores NaN, and returns the same document for a no-op change', () => {
    const before = defaultDocument();
    expect(weight(setWeight(before, 'v2', 'freshness', 0.123456789), 1, 'freshness')).toBe(0.123456789);
    expect(weight(setWeight(before, 'v2', 'freshness', 1e9), 1, 'freshness')).toBe(100);
    expect(setWeight(before, 'v2', 'freshness', NaN)).toBe(before);
    expect(setWeight(before, 'v2', 'freshness', 0.1)).toBe(before);
    expect(setWeight(before, 'v1', 'absent', 0)).toBe(before);
    expect(changeVariant(before, 'v9', (variant) => ({ ...variant, name: 'x' }))).toBe(before);
  });

  it('duplicates a variant under a new key and an unused name', () => {
    const first = duplicateVariant(defaultDocument(), 'v1')!;
    expect(first.key).toBe('v3');
    const second = duplicateVariant(first.document, 'v3')!;
    expect(second.document.variants.map(({ variant }) => variant.name)).toEqual(['Balanced', 'More popular', 'Balanced 2', 'Balanced 3']);
    const afterRemoval = duplicateVariant(removeVariant(second.document, 'v3'))!;
    expect(afterRemoval.key).toBe('v5');
  });

  it('allows as many variants as there are letters', () => {
    let document = defaultDocument();
    while (document.variants.length < MAX_VARIANTS) document = duplicateVariant(document)!.document;
    expect(duplicateVariant(document)).toBeUndefined();
    expect(letterOf(MAX_VARIANTS - 1)).toBe('Z');
  });

  it('keeps at least one variant and can change the baseline', () => {
    const one = removeVariant(defaultDocument(), 'v1');
    expect(one.variants.map(({ key }) => key)).toEqual(['v2']);
    expect(removeVariant(one, 'v2')).toBe(one);
    expect(makeBaseline(defaultDocument(), 'v2').variants.map(({ key }) => key)).toEqual(['v2', 'v1']);
  });

  it('restores a removed variant at its position, once', () => {
    const start = defaultDocument();
    const removed = start.variants[0];
    const back = insertVariant(removeVariant(start, 'v1'), removed, 0);
    expect(back).toEqual(start);
    expect(insertVariant(back, removed, 0)).toBe(back);
  });

  it('sets the metrics’ cutoff to the list length', () => {
    expect(setCutoff(defaultDocument(), 20).metrics).toContain('ndcg@20');
  });
});
