import { describe, expect, it } from 'vitest';
import type { MetricComparison } from '../../model/evaluation';
import { adjustFamily } from './verdict';

const comparison = (changes: Partial<MetricComparison>): MetricComparison => ({
  spec: 'ndcg@10',
  metricId: 'ndcg',
  baselineValue: 0.2,
  value: 0.25,
  difference: 0.05,
  standardError: 0.01,
  interval: { low: 0.03, high: 0.07, level: 0.95 },
  intervalMethod: 'paired bootstrap (BCa)',
  pValue: 0.001,
  adjustedPValue: undefined,
  test: 'sign-flip',
  pairCount: 400,
  verdict: 'undecided',
  reason: '',
  moreUsersNeeded: undefined,
  ...changes,
});
const settings = { correction: 'holm' as const, confidence: 0.95 };
const verdictsOf = (family: MetricComparison[], more = {}): string[] =>
  adjustFamily(family, { ...settings, ...more }).map(({ verdict }) => verdict);

describe('adjustFamily', () => {
  it('says better or worse in the direction of the metric', () => {
    const down = { difference: -0.05, interval: { low: -0.07, high: -0.03, level: 0.95 } };
    expect(
      verdictsOf([
        comparison({}),
        comparison(down),
        comparison({ spec: 'gini@10', metricId: 'gini', ...down }),
        comparison({ spec: 'calibration@10', metricId: 'calibration' }),
      ]),
    ).toEqual(['better', 'worse', 'better', 'worse']);
  });

  it('corrects over all tests: among ten tests p = .02 is undecided', () => {
    const weak = comparison({ pValue: 0.02 });
    const others = Array.from({ length: 9 }, () => comparison({ pValue: 0.5, interval: { low: -0.1, high: 0.2, level: 0.95 } }));
    expect(verdictsOf([weak])).toEqual(['better']);
    const [adjusted] = adjustFamily([weak, ...others], settings);
    expect(adjusted).toMatchObject({ adjustedPValue: 0.2, verdict: 'undecided' });
    expect(adjusted.reason).toContain('chance could explain it');
    expect(adjusted.reason).toContain('p = 0.200 (Holm, 10 tests), 400 users');
    expect(verdictsOf([weak], { testsElsewhere: 9 })).toEqual(['undecided']);
    expect(verdictsOf([weak, ...others], { correction: 'none' })[0]).toBe('better');
  });

  it('requires that the interval excludes 0 as well', () => {
    const [adjusted] = adjustFamily([comparison({ interval: { low: -0.001, high: 0.1, level: 0.95 } })], settings);
    expect(adjusted.verdict).toBe('undecided');
    expect(adjusted.reason).toContain('the interval touches 0');
  });

  it('names the chosen significance level', () => {
    const [strict] = adjustFamily([comparison({ interval: { low: 0.03, high: 0.07, level: 0.999 } })], { ...settings, confidence: 0.999 });
    expect(strict.reason).toContain('99.9% interval 0.03 to 0.07');
  });

  it('estimates how many more users would decide it', () => {
    // dz = 0.005 / (0.01 · √400) = 0.025: (1.96 + 0.8416)² / 0.025² ≈ 12,560 users, 400 of which exist.
    const small = comparison({ difference: 0.005, pValue: 0.6, interval: { low: -0.01, high: 0.02, level: 0.95 } });
    const [adjusted] = adjustFamily([small], settings);
    expect(adjusted.moreUsersNeeded).toBeGreaterThan(12_050);
    expect(adjusted.moreUsersNeeded).toBeLessThan(12_250);
    expect(adjusted.reason).toContain('About 13000 more users would give 80% power, if the difference seen is the true one.');
    expect(adjustFamily([comparison({})], settings)[0].moreUsersNeeded).toBeUndefined();
  });

  it('gives the reason if there is no test', () => {
    const nothing = { low: NaN, high: NaN, level: 0.95 };
    const reasons = adjustFamily(
      [
        comparison({ difference: NaN, standardError: NaN, interval: nothing, pValue: undefined, pairCount: 0 }),
        comparison({ standardError: NaN, interval: nothing, pValue: undefined, pairCount: 1 }),
        comparison({ difference: 0, standardError: 0, interval: { low: 0, high: 0, level: 0.95 }, pValue: 1 }),
      ],
      settings,
    ).map(({ reason, verdict }) => `${verdict}: ${reason}`);
    expect(reasons).toEqual([
      'undecided: Undecided: there is no value to compare.',
      'undecided: Undecided: only 1 user can be compared.',
      'undecided: Undecided: no difference over 400 users.',
    ]);
  });

  it('marks a verdict that another order of equal scores would change', () => {
    const at = (difference: number, pValue: number) => ({
      difference,
      pValue,
      interval: { low: difference - 0.02, high: difference + 0.02, level: 0.95 },
    });
    const wide = { asIs: at(0.05, 0.001), worst: at(0.01, 0.3), best: at(0.09, 1e-6) };
    const narrow = { ...wide, worst: at(0.04, 0.002) };
    const [marked, plain] = adjustFamily([comparison({ underTies: wide }), comparison({ underTies: narrow })], settings);
    expect(marked).toMatchObject({ verdict: 'better', verdictDependsOnTies: true });
    expect(marked.reason).toContain('Another order of equal scores would change this verdict.');
    expect(plain).toMatchObject({ verdict: 'better', verdictDependsOnTies: false });
  });

  it('gives the reason for an undecided comparison when more users would not help', () => {
    const least = (limitedBy: 'permutations' | 'users') => ({ pValue: 1 / 101, least: { pValue: 1 / 101, limitedBy } });
    const others = Array.from({ length: 7 }, () => comparison({ pValue: 1 / 101 }));
    const reasonOf = (changes: object) => adjustFamily([comparison(changes), ...others], settings)[0].reason;
    expect(reasonOf(least('permutations'))).toContain('too few permutations (the least possible corrected p is 0.0792)');
    expect(reasonOf(least('users'))).toContain('too few users differ');
    // Enough users for 80% power already: no number of users is named.
    expect(reasonOf(least('permutations'))).not.toContain('more users');
  });
});
