/** Sequential tests against published tables and against scipy (test/golden/make-sequential.py). */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ArmSums } from '#engine/simulate/sequential/arm-sums';
import { ConfidenceSequence } from '#engine/simulate/sequential/confidence-sequence';
import { crossingChances, groupBounds, shiftForPower } from '#engine/simulate/sequential/group-sequential';
import { liftInterval } from '#engine/simulate/sequential/lift-interval';
import { RatioMonitor } from '#engine/simulate/sequential/ratio-monitor';

interface Estimate {
  readonly means: number[];
  readonly variances: number[];
}
interface Golden {
  readonly crossing: { bounds: number[]; shift: number; crossing: number }[];
  readonly arms: { after: number[]; before: number[] }[];
  readonly theta: number;
  readonly plain: Estimate;
  readonly adjusted: Estimate;
  readonly critical: number;
  readonly lift: [number, number];
  readonly adjustedLift: [number, number];
}
const golden = JSON.parse(readFileSync(join(import.meta.dirname, 'sequential.json'), 'utf8')) as Golden;
const pocock = (): number => 1;
const obrienFleming = (look: number, looks: number): number => Math.sqrt(looks / look);

describe('group-sequential bounds', () => {
  // Jennison & Turnbull (2000), tables 2.1 and 2.3: two-sided level 0.05.
  it.each([
    [2, 2.178, 1.977],
    [3, 2.289, 2.004],
    [4, 2.361, 2.024],
    [5, 2.413, 2.04],
    [10, 2.555, 2.087],
    [20, 2.672, 2.126],
  ])('of %i looks equal the published tables', (looks, ofPocock, ofFleming) => {
    expect(groupBounds(pocock, looks, 0.05)[0]).toBeCloseTo(ofPocock, 3);
    expect(groupBounds(obrienFleming, looks, 0.05).at(-1)).toBeCloseTo(ofFleming, 3);
  });

  it('are crossed with the probability that scipy integrates', () => {
    for (const { bounds, shift, crossing } of golden.crossing) {
      expect(crossingChances(bounds, shift).reduce((sum, chance) => sum + chance, 0)).toBeCloseTo(crossing, 6);
    }
  });

  it('are planned for the requested power', () => {
    for (const shape of [pocock, obrienFleming]) {
      const bounds = groupBounds(shape, 3, 0.05);
      const chances = crossingChances(bounds, shiftForPower(bounds, 0.8));
      expect(chances.reduce((sum, chance) => sum + chance, 0)).toBeCloseTo(0.8, 8);
    }
  });
});

it.each([0.001, 0.05, 0.5])('bounds of the level %s are planned for every permitted power', (level) => {
  for (const shape of [pocock, obrienFleming]) {
    for (const looks of [2, 5, 20]) {
      const bounds = groupBounds(shape, looks, level);
      for (const power of [0.5, 0.8, 0.999]) {
        const shift = shiftForPower(bounds, power);
        const crossing = crossingChances(bounds, shift).reduce((sum, chance) => sum + chance, 0);
        expect(crossing, `${looks} looks, power ${power}`).toBeCloseTo(power, 6);
        // Where as many false alarms are permitted, no lift is needed.
        expect(shift > 0.01, `${looks} looks, power ${power}`).toBe(power > level);
      }
    }
  }
});

describe('running sums', () => {
  const sums = new ArmSums();
  golden.arms.forEach(({ after, before }, arm) => after.forEach((outcome, user) => sums.add(arm, outcome, before[user])));

  it('give numpy’s means and variances, with CUPED and without', () => {
    expect(sums.slope()).toBeCloseTo(golden.theta, 12);
    for (const [ours, theirs] of [
      [sums.plain(), golden.plain],
      [sums.adjusted(), golden.adjusted],
    ] as const) {
      for (const arm of [0, 1]) {
        expect(ours.means[arm]).toBeCloseTo(theirs.means[arm], 12);
        expect(ours.variances[arm]).toBeCloseTo(theirs.variances[arm], 12);
      }
    }
  });

  it('give Fieller’s interval of the lift, which excludes 0 exactly when z is beyond the critical value', () => {
    const { low, high } = liftInterval(sums.plain(), golden.critical);
    expect([low, high].map((end, i) => Math.abs(end - golden.lift[i])).every((error) => error < 1e-10)).toBe(true);
    expect(liftInterval(sums.adjusted(), golden.critical).high).toBeCloseTo(golden.adjustedLift[1], 10);
    for (const adjusted of [false, true]) {
      const z = Math.abs(sums.z(adjusted));
      const estimate = adjusted ? sums.adjusted() : sums.plain();
      expect(liftInterval(estimate, z * 1.001).low).toBeLessThan(0);
      expect(liftInterval(estimate, z * 0.999).low).toBeGreaterThan(0);
    }
  });
});

describe('always-valid checks', () => {
  it('the interval just excludes a zero lift where the p-value equals the level', () => {
    const sequence = new ConfidenceSequence(0.05, 1_000);
    for (const users of [10, 1_000, 100_000]) expect(sequence.pValue(users, sequence.critical(users))).toBeCloseTo(0.05, 12);
  });

  it('unequal traffic is detected, planned traffic is not', () => {
    const even = new RatioMonitor([1, 1]);
    const uneven = new RatioMonitor([1, 1]);
    for (let user = 0; user < 4_000; user++) {
      even.add(user % 2);
      uneven.add(user % 9 < 5 ? 0 : 1);
    }
    expect(even.pValue).toBeGreaterThan(0.5);
    expect(uneven.pValue).toBeLessThan(0.001);
  });
});
