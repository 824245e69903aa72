import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { Fusion } from '#engine/candidates/fuse';
import { fusionMethods } from '#engine/candidates/fusion/registry';

interface FusionCase {
  readonly name: string;
  readonly runs: [number, number][][];
  readonly weights: number[];
  readonly fused: { method: string; params: Record<string, unknown>; scores: [number, number][] }[];
}

const { cases } = JSON.parse(readFileSync(new URL('fusion.json', import.meta.url), 'utf8')) as { cases: FusionCase[] };

describe.each(cases)('numpy agrees on $name', ({ runs, weights, fused }) => {
  const lists = runs.map((run) => ({
    items: Int32Array.from(run, ([item]) => item),
    scores: Float64Array.from(run, ([, score]) => score),
  }));

  it.each(fused.map((one) => [`${one.method} ${JSON.stringify(one.params)}`, one] as const))('by %s', (_, { method, params, scores }) => {
    const pool = new Fusion(30, { id: method, k: 60, params }, 30).fuse(lists, runs.map(String), weights);
    const found = new Map(Array.from(pool.items, (item, i) => [item, pool.scores[i]]));
    expect([...found.keys()].sort((a, b) => a - b)).toEqual(scores.map(([item]) => item));
    for (const [item, score] of scores) {
      expect(Math.abs((found.get(item) ?? NaN) - score)).toBeLessThanOrEqual(1e-12 + 1e-12 * Math.abs(score));
    }
  });
});

it('every method is covered except those defined by RankLab', () => {
  const covered = new Set(cases.flatMap(({ fused }) => fused.map(({ method }) => method)));
  expect(fusionMethods.ids.filter((id) => !covered.has(id))).toEqual(['max-score', 'score']);
});
