import { describe, expect, it } from 'vitest';
import { variantSchema, type VariantInput } from '#shared/schemas/variant';
import { compareSettings, diffVariants, shortDifference } from './variant-diff';

const variant = (input: Partial<VariantInput> = {}) => variantSchema.parse({ name: 'A', ...input });
const known: Readonly<Record<string, string>> = { freshness: 'Freshness', 'source factors': 'Latent factors' };
const labels = (id: string, of?: 'source') => known[of ? `${of} ${id}` : id] ?? id;

describe('diffVariants', () => {
  it('is empty for variants that differ in name only', () => {
    expect(diffVariants(variant(), variant({ name: 'B', notes: 'why' }), labels)).toEqual([]);
  });

  it('treats an absent weight as 0', () => {
    const zero = variant({ weights: { similarity: 1, freshness: 0 } });
    expect(diffVariants(variant({ weights: { similarity: 1 } }), zero, labels)).toEqual([]);
    expect(diffVariants(zero, variant({ weights: { similarity: 1, freshness: 0.27 } }), labels)).toEqual([
      { path: 'weights.freshness', label: 'Freshness', before: '0', after: '.27' },
    ]);
  });

  it('names every kind of setting', () => {
    const after = variant({
      mmrLambda: 0.72,
      normalization: 'rank',
      signalParams: { freshness: { halfLifeDays: 30 } },
      candidates: { sources: [{ id: 'factors', limit: 300 }], merge: { id: 'rrf', k: 60 }, removeSeen: false },
      filters: { excludeCategories: ['Horror', 'News'], maxPerCreator: 2, where: ['price <= 20'] },
    });
    const found = diffVariants(variant(), after, labels).map(({ label, before, after: now }) => `${label}: ${before} → ${now}`);
    expect(found).toContain('MMR λ: 1 → .72');
    expect(found).toContain('Normalisation: min-max → rank');
    expect(found).toContain('Freshness: half life days: default → 30');
    expect(found).toContain('Candidates from Latent factors: 200 → 300');
    expect(found).toContain('Candidates from content: 200 → off');
    expect(found).toContain('Seen videos removed: yes → no');
    expect(found).toContain('Without categories: any → Horror, News');
    expect(found).toContain('Most per creator: none → 2');
    expect(found).toContain('Only videos with: any → price <= 20');
    expect(found).toHaveLength(10);
  });

  it('compares any number of variants, row by row', () => {
    const rows = compareSettings([variant({ mmrLambda: 0.5 }), variant(), variant({ mmrLambda: 0.5 })], labels);
    expect(rows).toEqual([{ path: 'mmrLambda', label: 'MMR λ', values: ['.50', '1', '.50'] }]);
  });
});

it('summarises how a variant differs from another, the largest change first', () => {
  const before = variant({ weights: { popularity: 1, freshness: 0.1 } });
  const after = variant({ name: 'B', weights: { popularity: 0.6, freshness: 0.2 }, mmrLambda: 0.7 });
  expect(shortDifference(before, after, labels)).toBe('popularity .60 · freshness .20 · MMR λ .70');
  expect(shortDifference(before, before, labels)).toBe('the same settings');
});
