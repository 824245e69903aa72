import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { createRng } from '#engine/core/rng';
import { correctedInterval } from '#engine/evaluate/comparison/corrected-interval';
import { adjustFamily } from '#engine/evaluate/comparison/verdict';
import { correctedLevels } from '#engine/evaluate/statistics/corrected-levels';
import { adjustPValues } from '#engine/evaluate/statistics/corrections';
import { momentsOf } from '#engine/evaluate/statistics/moments';
import { pairedT } from '#engine/evaluate/statistics/paired-t';
import { signFlipTest } from '#engine/evaluate/statistics/sign-flip';
import { invertSignFlip } from '#engine/evaluate/statistics/sign-flip-interval';
import type { MetricComparison } from '#engine/model/evaluation';

interface Case {
  readonly name: string;
  readonly exact: boolean;
  readonly differences: number[];
  readonly ends: { level: number; low: number | null; high: number | null }[];
  readonly student: { level: number; ends: [number, number] }[];
}
const { cases } = JSON.parse(readFileSync(new URL('sign-flip-interval.json', import.meta.url), 'utf8')) as { cases: Case[] };

/** One comparison, as the engine makes it, of these differences. */
function comparisonOf(differences: Float64Array, quick = false): MetricComparison {
  const moments = momentsOf(differences);
  const t = pairedT(moments, 0.95);
  const test = signFlipTest(differences, { permutations: 10_000, alpha: 0.05, testCount: 8 }, createRng(1));
  return {
    spec: 'ndcg@10',
    metricId: 'ndcg',
    baselineValue: 0.2,
    value: 0.2 + moments.mean,
    difference: moments.mean,
    standardError: moments.standardError,
    interval: t.interval,
    intervalMethod: 'Student t',
    pValue: quick ? t.pValue : test.pValue,
    adjustedPValue: undefined,
    test: test.method,
    ...(!quick && { invertTest: invertSignFlip(differences, 10_000, createRng(2)) }),
    pairCount: moments.count,
    verdict: 'undecided',
    reason: '',
    moreUsersNeeded: undefined,
  };
}

describe.each(cases)('interval from inverting the sign-flip test, against scipy: $name', ({ differences, ends, student, exact }) => {
  const invert = invertSignFlip(Float64Array.from(differences), 40_000, createRng(1));

  it('ends where its test begins to reject', () => {
    for (const { level, low, high } of ends) {
      const found = invert(level);
      // Sampled ends differ by the noise of both samples.
      const slack = exact ? 1e-9 : 0.0025;
      expect(Math.abs((found?.low ?? NaN) - (low ?? -Infinity)) <= slack || found?.low === (low ?? -Infinity)).toBe(true);
      expect(Math.abs((found?.high ?? NaN) - (high ?? Infinity)) <= slack || found?.high === (high ?? Infinity)).toBe(true);
    }
  });

  it('while a slider moves, is Student’s interval at the corrected level', () => {
    for (const { level, ends: expected } of student) {
      const found = correctedInterval(
        { ...comparisonOf(Float64Array.from(differences), true), interval: { low: 0, high: 0, level: 0.95 } },
        level,
        false,
      );
      expect(found?.method).toBe('Student t');
      expect(found?.low).toBeCloseTo(Math.min(0, expected[0]), 9);
      expect(found?.high).toBeCloseTo(Math.max(0, expected[1]), 9);
    }
  });
});

describe.each(['holm', 'benjamini-hochberg'] as const)('the level of each test, %s', (correction) => {
  it('is the largest of its p-values that is still rejected', () => {
    const rng = createRng(7);
    for (let round = 0; round < 300; round++) {
      const pValues = Array.from({ length: 1 + rng.int(8) }, () => (rng.next() < 0.5 ? rng.next() * 0.03 : rng.next()));
      const size = pValues.length + rng.int(3);
      correctedLevels(pValues, 0.05, correction, size).forEach((level, i) => {
        const rejects = (p: number): boolean => adjustPValues(pValues.with(i, p), correction, size)[i] <= 0.05;
        expect(rejects(level * (1 - 1e-9))).toBe(true);
        expect(rejects(level * (1 + 1e-9))).toBe(false);
      });
    }
  });
});

it('contains 0 exactly where the verdict is undecided, and the plain interval always', () => {
  const rng = createRng(11);
  const seen = new Set<string>();
  for (let round = 0; round < 12; round++) {
    const family = Array.from({ length: 8 }, (_, metric) => {
      const shift = metric * 0.01;
      const users = metric % 3 === 0 ? 12 : 40;
      return comparisonOf(Float64Array.from({ length: users }, () => (rng.next() < 0.3 ? 0 : rng.next() - 0.45 + shift)));
    });
    for (const { verdict, correctedInterval: found, interval } of adjustFamily(family, { correction: 'holm', confidence: 0.95 })) {
      seen.add(verdict);
      expect(found).toBeDefined();
      if (!found) continue;
      expect(found.low <= 0 && found.high >= 0).toBe(verdict === 'undecided');
      expect(found.low).toBeLessThanOrEqual(interval.low);
      expect(found.high).toBeGreaterThanOrEqual(interval.high);
    }
  }
  expect([...seen].sort()).toEqual(['better', 'undecided']);
});
