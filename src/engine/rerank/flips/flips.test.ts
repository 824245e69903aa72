import { describe, expect, it } from 'vitest';
import { Vocabulary } from '../../core/containers/vocabulary';
import { createRng } from '../../core/rng';
import type { SignalTensor } from '../../model/candidates';
import type { ItemTable } from '../../model/dataset';
import { crossing, findFlips, linesOf } from './flips';
import { findLifts } from './lift';
import { Ranker } from '../ranker';

const itemCount = 60;
const items: ItemTable = {
  ids: new Vocabulary('video', []),
  titles: [],
  descriptions: [],
  tags: [],
  categories: { labels: [], offsets: new Int32Array(itemCount + 1), codes: new Int32Array(0) },
  creators: { labels: [], codes: new Int32Array(itemCount).fill(-1) },
  publishedAtMs: new Float64Array(itemCount),
  durationSeconds: new Float64Array(itemCount),
  columns: {},
};
const signalIds = ['similarity', 'factors', 'freshness'];

function randomRanker(seed: number, weights: Record<string, number>, length: number): Ranker {
  const rng = createRng(seed);
  const count = 5 + rng.int(35);
  const pool = Int32Array.from({ length: count }, (_, c) => c);
  const signals = Float32Array.from({ length: count * 3 }, () => rng.int(64) / 64);
  const tensor: SignalTensor = { users: Int32Array.of(0), poolSize: count, counts: Int32Array.of(count), items: pool, signalIds, signals };
  const filters = { includeCategories: [], excludeCategories: [], maxPerCreator: null };
  return new Ranker(tensor, signals, { weights, normalization: 'none', mmrLambda: 1, filters }, items, undefined, length);
}

function listAt(seed: number, weights: Record<string, number>, length: number): string {
  const ranker = randomRanker(seed, weights, length);
  const count = ranker.rank(0);
  return Array.from({ length: count }, (_, i) => ranker.tensor.items[ranker.selector.slots[i]]).join(' ');
}

describe('findFlips', () => {
  it('equals brute force on 1,000 random cases', () => {
    let flipsSeen = 0;
    for (let seed = 0; seed < 1000; seed++) {
      const rng = createRng(`weights/${seed}`);
      const weights = { similarity: rng.next(), factors: rng.next(), freshness: rng.next() };
      const length = 1 + rng.int(10);
      const ranker = randomRanker(seed, weights, length);
      const found = unique(findFlips(ranker, 0, 'freshness', 0, 1).map((flip) => flip.weight));
      // Brute force: every crossing of any two lines, kept when the list differs on its two sides.
      const lines = linesOf(ranker, 0, 'freshness');
      const all: number[] = [];
      for (let i = 0; i < lines.count; i++) for (let j = i + 1; j < lines.count; j++) all.push(crossing(lines, i, j) ?? NaN);
      const stops = unique(all.filter((weight) => weight > -1 && weight < 2).sort((a, b) => a - b));
      const expected = stops.filter((stop, s) => {
        if (stop < 0 || stop > 1) return false;
        const before = (stop + (stops[s - 1] ?? stop - 1)) / 2;
        const after = (stop + (stops[s + 1] ?? stop + 1)) / 2;
        return listAt(seed, { ...weights, freshness: before }, length) !== listAt(seed, { ...weights, freshness: after }, length);
      });
      expect(found.length, `case ${seed}`).toBe(expected.length);
      found.forEach((weight, f) => expect(weight).toBeCloseTo(expected[f], 9));
      flipsSeen += found.length;
    }
    expect(flipsSeen).toBeGreaterThan(1000);
  });

  it('names the overtaking and the overtaken video, and the weight', () => {
    const ranker = randomRanker(3, { similarity: 1, factors: 0, freshness: 0 }, 3);
    for (const flip of findFlips(ranker, 0, 'freshness', 0, 1)) {
      const below = listAt(3, { similarity: 1, freshness: flip.weight - 1e-7 }, 40)
        .split(' ')
        .map(Number);
      expect(below.indexOf(flip.aheadBelow)).toBeLessThan(below.indexOf(flip.aheadAbove));
    }
  });
});

describe('findLifts', () => {
  it('suggests changes that a re-run confirms, the smallest first', () => {
    let lifted = 0;
    for (let seed = 0; seed < 200; seed++) {
      const weights = { similarity: 0.5, factors: 0.3, freshness: 0.2 };
      const ranker = randomRanker(seed, weights, 5);
      const everything = listAt(seed, weights, 40).split(' ').map(Number);
      const target = everything.at(6) ?? everything[everything.length - 1];
      for (const lift of findLifts(ranker, 0, target, 0, 1)) {
        const list = listAt(seed, { ...weights, [lift.signal]: lift.to }, 5)
          .split(' ')
          .map(Number);
        expect(list.indexOf(target) + 1, `case ${seed} ${lift.signal}`).toBe(lift.position);
        const halfway = { ...weights, [lift.signal]: lift.from + (lift.to - lift.from) * 0.999 - Math.sign(lift.to - lift.from) * 4e-6 };
        if (Math.abs(lift.to - lift.from) > 0.01 && everything.indexOf(target) >= 5)
          expect(listAt(seed, halfway, 5).split(' ').map(Number)).not.toContain(target);
        lifted++;
      }
    }
    expect(lifted).toBeGreaterThan(100);
  });
});

const unique = (sorted: number[]): number[] => sorted.filter((value, i) => i === 0 || value - sorted[i - 1] > 1e-9);
