import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { similarityOf, type DiversitySpace } from './diversify';
import type { PreparedFilters } from './filters';
import { Selector } from './select';

const noFilters: PreparedFilters = { allowed: undefined, maxPerCreator: Infinity, creatorCodes: new Int32Array(100).fill(-1) };

/** The textbook loops; the heap must give the same result. */
function naive(
  items: number[],
  relevance: number[],
  length: number,
  filters: PreparedFilters,
  mmr?: { lambda: number; scale: number; space: DiversitySpace },
) {
  const chosen: { item: number; score: number }[] = [];
  const left = new Set(items.map((_, i) => i).filter((i) => !filters.allowed || filters.allowed[items[i]] === 1));
  const used = new Map<number, number>();
  while (chosen.length < length && left.size > 0) {
    let best = -1;
    let bestScore = -Infinity;
    for (const i of left) {
      const similar = mmr ? chosen.reduce((most, other) => Math.max(most, similarityOf(mmr.space, items[i], other.item)), 0) : 0;
      const score = mmr ? mmr.lambda * relevance[i] - (1 - mmr.lambda) * mmr.scale * similar : relevance[i];
      if (score > bestScore || (score === bestScore && items[i] < items[best])) [best, bestScore] = [i, score];
    }
    left.delete(best);
    const creator = filters.creatorCodes[items[best]];
    if (creator >= 0 && (used.get(creator) ?? 0) >= filters.maxPerCreator) continue;
    if (creator >= 0) used.set(creator, (used.get(creator) ?? 0) + 1);
    chosen.push({ item: items[best], score: bestScore });
  }
  return chosen;
}

const pool = fc.uniqueArray(fc.integer({ min: 0, max: 99 }), { minLength: 1, maxLength: 40 }).chain((items) =>
  fc.record({
    items: fc.constant(items),
    relevance: fc.array(
      fc.integer({ min: 0, max: 8 }).map((n) => n / 8),
      { minLength: items.length, maxLength: items.length },
    ),
  }),
);

const space: DiversitySpace = (() => {
  const vectors = new Float32Array(100 * 3);
  for (let item = 0; item < 100; item++) {
    const raw = [Math.sin(item), Math.cos(item * 1.7), Math.sin(item * 0.3 + 1)];
    const norm = Math.hypot(...raw);
    raw.forEach((x, d) => (vectors[item * 3 + d] = x / norm));
  }
  return { dimensions: 3, vectors };
})();

describe('Selector', () => {
  it('orders by descending score and breaks ties by item row', () => {
    const selector = new Selector(4, 3);
    const count = selector.select(Int32Array.from([9, 4, 7, 2]), 0, 4, Float64Array.from([0.5, 0.9, 0.9, 0.1]), noFilters);
    expect(count).toBe(3);
    expect([...selector.slots]).toEqual([1, 2, 0]);
    expect([...selector.scores]).toEqual([0.9, 0.9, 0.5]);
  });

  it('returns fewer items when filters leave fewer', () => {
    const allowed = new Uint8Array(100);
    allowed[4] = 1;
    const selector = new Selector(4, 3);
    expect(selector.select(Int32Array.from([9, 4, 7, 2]), 0, 4, Float64Array.from([1, 2, 3, 4]), { ...noFilters, allowed })).toBe(1);
    expect(selector.slots[0]).toBe(1);
  });

  it('equals a naive loop with and without MMR, filters and creator limit', () => {
    fc.assert(
      fc.property(
        pool,
        fc.integer({ min: 1, max: 12 }),
        fc.constantFrom(0, 0.3, 0.72, 1),
        fc.integer({ min: 1, max: 3 }),
        fc.boolean(),
        ({ items, relevance }, length, lambda, limit, filtered) => {
          const filters: PreparedFilters = {
            allowed: filtered ? Uint8Array.from({ length: 100 }, (_, item) => (item % 3 === 0 ? 0 : 1)) : undefined,
            maxPerCreator: limit,
            creatorCodes: Int32Array.from({ length: 100 }, (_, item) => (item % 7) - 1),
          };
          const mmr = { lambda, scale: 1.5, space };
          const selector = new Selector(items.length, length);
          const count = selector.select(Int32Array.from(items), 0, items.length, Float64Array.from(relevance), filters, mmr);
          const expected = naive(items, relevance, length, filters, lambda < 1 ? mmr : undefined);
          expect(Array.from({ length: count }, (_, i) => items[selector.slots[i]])).toEqual(expected.map((entry) => entry.item));
          expected.forEach((entry, i) => expect(selector.scores[i]).toBeCloseTo(entry.score, 12));
          for (let i = 1; i < count; i++) expect(selector.scores[i]).toBeLessThanOrEqual(selector.scores[i - 1]);
        },
      ),
      { numRuns: 500 },
    );
  });
});
