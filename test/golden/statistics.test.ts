import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { createRng } from '#engine/core/rng';
import { bcaInterval } from '#engine/evaluate/statistics/bca';
import { bootstrapMeans } from '#engine/evaluate/statistics/bootstrap';
import { adjustPValues } from '#engine/evaluate/statistics/corrections';
import { chiSquareUpper, normalCdf, normalQuantile, studentQuantile, studentTwoSided } from '#engine/evaluate/statistics/distributions';
import { momentsOf } from '#engine/evaluate/statistics/moments';
import { pairedT } from '#engine/evaluate/statistics/paired-t';
import { pairedPower } from '#engine/evaluate/statistics/power';
import { relativeLift } from '#engine/evaluate/statistics/relative-lift';
import { signFlipTest } from '#engine/evaluate/statistics/sign-flip';
import { wilcoxonSignedRank } from '#engine/evaluate/statistics/wilcoxon';

const resolution = (permutations: number) => ({ permutations, alpha: 0.05, testCount: 1 });

const golden = <Cases>(name: string): Cases => (JSON.parse(readFileSync(new URL(name, import.meta.url), 'utf8')) as { cases: Cases }).cases;

interface PairedCase {
  readonly name: string;
  readonly baseline: number[];
  readonly variant: number[];
  readonly pairedT: { statistic: number; pValue: number };
  readonly interval: [number, number];
  readonly cohenDz: number;
  readonly wilcoxonWilcox: { statistic: number; pValue: number };
  readonly wilcoxonPratt: { statistic: number; pValue: number };
  readonly signFlip: { exact: boolean; pValue: number };
  readonly bcaInterval: [number, number];
}

const differencesOf = ({ baseline, variant }: PairedCase): Float64Array => Float64Array.from(variant, (v, i) => v - baseline[i]);
/** Equal to about 12 significant digits. */
const close = (actual: number, expected: number): void =>
  expect(Math.abs(actual - expected)).toBeLessThanOrEqual(1e-12 + 1e-10 * Math.abs(expected));

describe.each(golden<PairedCase[]>('paired.json'))('scipy agrees on $name', (example) => {
  const differences = differencesOf(example);
  const moments = momentsOf(differences);

  it('paired t-test, interval and effect size', () => {
    const t = pairedT(moments, 0.95);
    close(t.statistic, example.pairedT.statistic);
    close(t.pValue, example.pairedT.pValue);
    close(t.interval.low, example.interval[0]);
    close(t.interval.high, example.interval[1]);
    close(moments.mean / moments.standardDeviation, example.cohenDz);
  });

  it('Wilcoxon under both zero policies', () => {
    for (const policy of ['wilcox', 'pratt'] as const) {
      const expected = policy === 'wilcox' ? example.wilcoxonWilcox : example.wilcoxonPratt;
      const actual = wilcoxonSignedRank(differences, policy);
      expect(actual.statistic).toBe(expected.statistic);
      close(actual.pValue, expected.pValue);
    }
  });

  it('sign-flip randomisation', () => {
    const { pValue, method } = signFlipTest(differences, resolution(100_000), createRng(1));
    expect(method).toBe(example.signFlip.exact ? 'sign-flip, exact' : 'sign-flip, 100000 samples');
    if (example.signFlip.exact) close(pValue, example.signFlip.pValue);
    else expect(Math.abs(pValue - example.signFlip.pValue)).toBeLessThan(4 * Math.sqrt(0.25 / 100_000) * 1.5);
  });

  it.runIf(differences.length > 3)('BCa interval, within resampling error', () => {
    const [means] = bootstrapMeans([differences], 100_000, createRng(5));
    const interval = bcaInterval(differences, means, 0.95);
    const width = example.bcaInterval[1] - example.bcaInterval[0];
    expect(Math.abs(interval.low - example.bcaInterval[0])).toBeLessThan(0.015 * width);
    expect(Math.abs(interval.high - example.bcaInterval[1])).toBeLessThan(0.015 * width);
  });
});

describe('published small vectors', () => {
  const a = [0, 0.5, 1, 0.63093, 0, 0.38685, 1, 0, 0.5, 0.43068];
  const b = [0.5, 0.5, 1, 1, 0, 0.63093, 0.63093, 0.38685, 1, 0];
  const d = b.map((value, i) => value - a[i]);

  it('paired comparison', () => {
    const t = pairedT(momentsOf(d), 0.95);
    expect(t.statistic).toBeCloseTo(1.125741, 7);
    expect(t.pValue).toBeCloseTo(0.2893978, 7);
    expect(t.interval.low).toBeCloseTo(-0.1211632, 7);
    expect(t.interval.high).toBeCloseTo(0.3612132, 7);
    expect(signFlipTest(d, resolution(10_000), createRng(0))).toMatchObject({ pValue: 0.296875, method: 'sign-flip, exact' });
    expect(momentsOf(d).mean / momentsOf(d).standardDeviation).toBeCloseTo(0.3559906, 7);
    expect(wilcoxonSignedRank(d, 'wilcox')).toMatchObject({ statistic: 7.5, pValue: expect.closeTo(0.270181, 6) as number });
    expect(wilcoxonSignedRank(d, 'pratt')).toMatchObject({ statistic: 13.5, pValue: expect.closeTo(0.252737, 6) as number });
  });

  it('corrections for many tests', () => {
    const p = [0.001, 0.008, 0.039, 0.041, 0.042, 0.06, 0.074, 0.205, 0.212, 0.216];
    const holm = [0.01, 0.072, 0.312, 0.312, 0.312, 0.312, 0.312, 0.615, 0.615, 0.615];
    const benjaminiHochberg = [0.01, 0.04, 0.084, 0.084, 0.084, 0.1, 0.105714, 0.216, 0.216, 0.216];
    adjustPValues(p, 'holm').forEach((value, i) => expect(value).toBeCloseTo(holm[i], 12));
    adjustPValues(p, 'benjamini-hochberg').forEach((value, i) => expect(value).toBeCloseTo(benjaminiHochberg[i], 6));
    expect(adjustPValues(p, 'none')).toEqual(p);
    // The order of the family does not matter, and further tests outside it make the correction stricter.
    expect(adjustPValues(p.toReversed(), 'holm').toReversed()).toEqual(adjustPValues(p, 'holm'));
    expect(adjustPValues([0.004, 0.03], 'holm', 10)).toEqual([0.04, 0.27]);
  });
});

describe('distribution functions agree with scipy', () => {
  const tables = golden<Record<string, number[][]>>('distributions.json');
  const functions: Record<string, (...args: number[]) => number> = {
    normalCdf,
    normalQuantile,
    studentQuantile,
    studentTwoSided,
    chiSquareUpper,
  };
  it.each(Object.keys(functions))('%s', (name) => {
    for (const row of tables[name]) {
      const expected = row[row.length - 1];
      const actual = functions[name](...row.slice(0, -1));
      expect(Math.abs(actual - expected), row.join(' ')).toBeLessThanOrEqual(1e-9 * Math.abs(expected) + 1e-15);
    }
  });

  it('power of the paired t-test, against the exact noncentral t', () => {
    for (const [delta, n, alpha, expected] of tables.pairedPower) {
      expect(Math.abs(pairedPower(delta, 1, n, alpha) - expected), `${delta} ${n} ${alpha}`).toBeLessThan(n >= 30 ? 0.003 : 0.02);
    }
  });
});

it('relative lift and its standard error agree with a bootstrap of the ratio', () => {
  const [{ baseline, variant, lift, standardError }] =
    golden<{ baseline: number[]; variant: number[]; lift: number; standardError: number }[]>('relative-lift.json');
  const result = relativeLift(baseline, variant, 0.95);
  close(result!.value, lift);
  expect((result!.interval.high - result!.interval.low) / (2 * 1.959964)).toBeCloseTo(standardError, 4);
  expect(relativeLift([0, 0], [1, 2], 0.95)).toBeUndefined();
});
