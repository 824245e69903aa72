import { describe, expect, it } from 'vitest';
import { createRng } from '../../../core/rng';
import { slateEstimators } from './estimators/registry';
import { evaluateSlates } from './evaluate-slates';
import { PlackettLuce } from './plackett-luce';
import { TargetWriter } from './target-columns';

const items = [0, 1, 2, 3, 4];
const attraction = [0.1, 0.5, 0.3, 0.05, 0.7];
const logging = new PlackettLuce(items, [0.2, 0, 0.1, 0.3, -0.2], 0.5);
const target = new PlackettLuce(items, [0, 0.6, 0.2, 0, 0.8], 0.5);
const length = 3;

/** The user reads down to the first click: what is below it earns nothing, so rewards depend on the list above. */
function logged(seed: number, count: number) {
  const rng = createRng(seed);
  const rows = { slates: [] as string[], positions: [] as number[], rewards: [] as number[], loggingProbabilities: [] as number[] };
  const shown: number[] = [];
  for (let s = 0; s < count; s++) {
    const list = logging.draw(length, () => rng.next());
    let reading = true;
    list.items.forEach((item, place) => {
      const reward = reading && rng.next() < attraction[item] ? 1 : 0;
      if (reward === 1) reading = false;
      rows.slates.push(String(s));
      rows.positions.push(place + 1);
      rows.rewards.push(reward);
      rows.loggingProbabilities.push(list.chances[place]);
      shown.push(item);
    });
  }
  const offsets = Int32Array.from({ length: count + 1 }, (_, s) => s * length);
  const writer = new TargetWriter({ offsets, items: Int32Array.from(shown), rewards: Float64Array.from(rows.rewards) });
  for (let s = 0; s < count; s++) writer.write(s, target);
  return { ...rows, ...writer.columns };
}

/** Over all 60 lists. */
function truth(): number {
  let value = 0;
  for (const a of items)
    for (const b of items)
      for (const c of items) {
        if (a === b || a === c || b === c) continue;
        const chance = target.chancesOf([a, b, c]).reduce((product, one) => product * one, 1);
        value += chance * (1 - [a, b, c].reduce((none, item) => none * (1 - attraction[item]), 1));
      }
  return value;
}

describe('slate estimators', () => {
  it('are unbiased, and their intervals cover the true value', () => {
    const names = slateEstimators.ids;
    const logs = Array.from({ length: 120 }, (_, seed) => evaluateSlates(logged(seed, 400), { bootstrapSamples: 0 }));
    const real = truth();
    for (const name of names) {
      const values = logs.map((log) => log.estimates[name]?.value ?? NaN);
      const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
      const spread = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
      expect(Math.abs(mean - real), name).toBeLessThan((4 * spread) / Math.sqrt(values.length) + 0.005);
      const covered = logs.filter(
        ({ estimates: { [name]: one } }) => one?.interval && one.interval.low <= real && real <= one.interval.high,
      ).length;
      expect(covered / logs.length, name).toBeGreaterThan(0.88);
    }
    const errorOf = (name: 'ips' | 'cascadeDoublyRobust'): number =>
      logs.reduce((sum, log) => sum + ((log.estimates[name]?.value ?? NaN) - real) ** 2, 0);
    expect(errorOf('cascadeDoublyRobust')).toBeLessThan(errorOf('ips'));
  });

  it('reject a target policy with lists that the log cannot contain', () => {
    const rows = logged(1, 500);
    // The log has items 0 to 4; half of the target's first positions are elsewhere.
    const elsewhere = rows.targetProbabilities.map((chance, row) => (rows.positions[row] === 1 ? chance / 2 : chance));
    expect(() => evaluateSlates({ ...rows, targetProbabilities: elsewhere })).toThrow(
      /at least \d+% of the target’s lists down to position 1/,
    );
    const accepted = evaluateSlates({ ...rows, targetProbabilities: elsewhere }, { acceptFewDecisions: true, bootstrapSamples: 0 });
    expect(accepted.warnings[0]).toContain('lists that the logging policy does not show');
    const nothing = rows.targetProbabilities.map(() => 0);
    expect(() => evaluateSlates({ ...rows, targetProbabilities: nothing })).toThrow('nothing overlaps');
  });

  it('reject logs without randomness, gaps between positions and unequal columns', () => {
    const rows = logged(1, 20);
    expect(() => evaluateSlates({ ...rows, loggingProbabilities: rows.rewards.map(() => 1) })).toThrow('deterministic');
    expect(() => evaluateSlates({ ...rows, positions: rows.positions.map((one) => one + 1) })).toThrow('List “0” has position 2 where 1');
    expect(() => evaluateSlates({ ...rows, slates: rows.slates.slice(1) })).toThrow('Expected 60 entries in slates');
  });
});

describe('Plackett–Luce', () => {
  it('draws with its stated probabilities', () => {
    const rng = createRng(3);
    const first = new Float64Array(5);
    for (let draw = 0; draw < 20_000; draw++) first[target.draw(1, () => rng.next()).items[0]]++;
    items.forEach((item) => expect(first[item] / 20_000).toBeCloseTo(target.chancesOf([item])[0], 1.8));
    expect([...target.chancesOf([4, 4])].map((chance) => chance > 0)).toEqual([true, false]);
    expect(new PlackettLuce([7, 8], [0, 1], 0.001).chancesOf([8, 7])[0]).toBeCloseTo(1, 9);
  });
});
