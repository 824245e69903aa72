import { describe, expect, it } from 'vitest';
import type { OnlineArm, OnlineReport } from '#shared/schemas/online';
import { armRows, cupedText, onlineTable, sampleRatioText } from './online-rows';

const interval = (low: number, high: number) => ({ low, high, level: 0.95 });
const baseline: OnlineArm = {
  variant: 'default',
  share: 0.5,
  users: 1_200,
  expectedUsers: 1_190.5,
  successes: 120,
  interactions: { like: 130 },
  rate: 0.1,
  rateInterval: interval(0.0843, 0.1183),
  difference: null,
  lift: null,
  sequential: null,
  cuped: null,
};
const other = (low: number, high: number): OnlineArm => ({
  ...baseline,
  variant: 'fresher',
  users: 1_181,
  rate: 0.12,
  difference: { value: 0.02, interval: interval(low, high) },
  lift: { value: 0.2, interval: interval(low * 10, high * 10) },
  sequential: {
    difference: { value: 0.02, interval: interval(2 * low, 2 * high) },
    lift: { value: 0.2, interval: interval(low * 20, high * 20) },
    pValue: 0.04,
    verdict: low > 0 ? 'better' : high < 0 ? 'worse' : 'undecided',
  },
});
const report = (arm: OnlineArm, mismatch = false, pValue = 0.697): OnlineReport => ({
  id: 'home',
  seed: 0,
  kinds: ['like'],
  startedAtMs: 0,
  endedAtMs: null,
  arms: [baseline, arm],
  decision: { status: 'continue', sentence: 'go on' },
  course: [],
  sampleRatio: { statistic: 0.15, degreesOfFreedom: 1, pValue, mismatch },
});

describe('rows of an online experiment', () => {
  it('show counts, rates and lift with their intervals', () => {
    expect(armRows(report(other(-0.005, 0.045)))).toMatchObject([
      { users: '1,200 of 1,191 expected', rate: '10.0% [8.4%, 11.8%]', difference: '–', lift: '–', verdict: null },
      { variant: 'fresher', difference: '+2.0% [\u22120.5%, +4.5%]', lift: '+20.0% [\u22125.0%, +45.0%]', verdict: 'undecided' },
    ]);
  });

  it('give the always-valid verdict, and none after a sample ratio mismatch', () => {
    expect(armRows(report(other(0.001, 0.04)))[1]?.verdict).toBe('better');
    expect(armRows(report(other(-0.04, -0.001)))[1]?.verdict).toBe('worse');
    const better = other(0.01, 0.02).sequential;
    if (!better) throw new Error('no comparison');
    const adjusted = { ...other(-0.04, -0.001), cuped: { ...better, varianceReduction: 0.3 } };
    expect(armRows(report(adjusted))[1]).toMatchObject({ verdict: 'better', always: '+20.0% [+20.0%, +40.0%]' });
    expect(cupedText(report(adjusted))).toContain('30% for fresher');
    expect(armRows(report(other(0.001, 0.04), true))[1]?.verdict).toBeNull();
    expect(sampleRatioText(report(baseline))).toBe('Users arrive in the planned shares (p = .697).');
    expect(sampleRatioText(report(baseline, true, 0.0001))).toContain('(p < .001): do not trust');
  });

  it('omit variants without users', () => {
    const nobody = { ...baseline, users: 0, expectedUsers: 0, successes: 0, rate: null, rateInterval: null };
    const empty = { ...report(nobody), arms: [nobody, nobody] };
    expect(armRows(empty)[0]).toMatchObject({ rate: '–', verdict: null });
    expect(sampleRatioText(empty)).toBe('No user has received a list yet.');
  });

  it('are copied as numbers', () => {
    const { columns, rows } = onlineTable(report(other(-0.005, 0.05)));
    expect(rows[1]).toHaveLength(columns.length);
    expect(rows[1]?.slice(columns.indexOf('lift'))).toEqual([0.2, -0.05, 0.5, 0.2, -0.1, 1, null, null, null]);
  });
});
