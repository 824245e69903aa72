import { describe, expect, it } from 'vitest';
import { abTestSettingsSchema } from '#shared/schemas/simulate';
import { banditsSettingsSchema } from '#shared/schemas/bandits';
import { interleavingSettingsSchema } from '#shared/schemas/interleaving';
import { createRng } from '../core/rng';
import { runAbTest } from './ab-test/run-ab-test';
import { runBandits } from './bandits/run-bandits';
import { clickModels } from './click-models/registry';
import { interleavingMethods } from './interleaving/registry';
import { runInterleaving } from './interleaving/run-interleaving';
import { maximise } from './interleaving/simplex';
import { Audience } from './users/audience';
import type { ItemLists } from './users/item-lists';
import { outcomeRegistry } from './users/outcomes';

const length = 6;
const profiles = 80;
const report = { truth: 'generator' as const, description: 'known', clickModel: 'any', profileCount: profiles };
const taste = (() => {
  const rng = createRng(1);
  return Array.from({ length: profiles }, () => Float64Array.from({ length: 25 }, () => 0.5 * rng.next() * rng.next()));
})();

/** Lists in the order of taste and noise: the less noise, the better. */
function lists(noise: number, seed: number): ItemLists {
  const rng = createRng(seed);
  const items = new Int32Array(profiles * length);
  const attraction = new Float32Array(items.length);
  taste.forEach((of, profile) => {
    const order = Array.from(of, (value, item) => ({ item, score: value + noise * rng.normal() })).sort((a, b) => b.score - a.score);
    for (let place = 0; place < length; place++) {
      items[profile * length + place] = order[place].item;
      attraction[profile * length + place] = of[order[place].item];
    }
  });
  return { length, items, attraction, satisfaction: new Float32Array(items.length).fill(0.6) };
}
const [worse, better] = [lists(0.3, 2), lists(0.02, 3)];
const known = { positionBias: 1 };
const behaviourOf = (id: string) => clickModels.get(id).create(clickModels.get(id).params.parse({}), known);

describe.each(clickModels.list())('click model $id', ({ id }) => {
  it('has exact probabilities for every number of clicks, like its simulated visits', () => {
    const behaviour = behaviourOf(id);
    const exact = behaviour.clickCounts(better, 5 * length);
    expect(exact.reduce((sum, chance) => sum + chance, 0)).toBeCloseTo(1, 12);
    const rng = createRng(4);
    const clicked = new Int32Array(length);
    const counts = new Float64Array(length + 1);
    const visits = 40_000;
    for (let visit = 0; visit < visits; visit++) counts[behaviour.visit(better, 5 * length, 1, rng, clicked)]++;
    for (let clicks = 0; clicks <= length; clicks++) {
      const error = Math.sqrt((exact[clicks] * (1 - exact[clicks])) / visits) + 1 / visits;
      expect(Math.abs(counts[clicks] / visits - exact[clicks])).toBeLessThan(4 * error);
    }
  });
});

describe.each(outcomeRegistry.list())('outcome $id', (outcome) => {
  it('has the exact mean over users who return at random', () => {
    const { audience: settings } = abTestSettingsSchema.parse({ audience: { visitsPerDay: 0.2, visitShape: 0.7, listLength: length } });
    const audience = new Audience(settings, behaviourOf('position-based'), [worse, better]);
    const user = Audience.emptyUser();
    const rng = createRng(6);
    let [sum, squares] = [0, 0];
    const count = 60_000;
    for (let order = 0; order < count; order++) {
      audience.draw(user, order, 1, rng);
      const value = outcome.of(user.after);
      sum += value;
      squares += value * value;
    }
    const error = Math.sqrt((squares / count - (sum / count) ** 2) / count);
    expect(Math.abs(sum / count - audience.truth(1, outcome))).toBeLessThan(4 * error);
  });
});

describe('an A/B test', () => {
  const run = (more: object = {}) => {
    const settings = abTestSettingsSchema.parse({ users: 3_000, points: 30, audience: { listLength: length }, ...more });
    const audience = new Audience(settings.audience, behaviourOf('position-based'), [worse, better]);
    return runAbTest({ audience, report, names: ['A', 'B'], seed: 8 }, settings);
  };

  it('finds a large lift by every rule, and repeats byte by byte', async () => {
    const test = await run({ repetitions: 1 });
    expect(test.decisions.map(({ verdict }) => verdict)).toEqual(test.decisions.map(() => 'better'));
    expect(test.points.at(-1)!.users).toBe(3_000);
    expect(test.looks.map(({ users }) => users)).toEqual([600, 1_200, 1_800, 2_400, 3_000]);
    expect(test.outcomes[0].cuped!.varianceReduction).toBeGreaterThan(0.05);
    expect(JSON.stringify(await run({ repetitions: 1 }))).toBe(JSON.stringify(test));
  });

  it('reports a sample ratio mismatch when users of one arm are lost, and finds no lift in A/A', async () => {
    const lost = await run({ lostShare: 0.2 });
    expect(lost.ratio).toMatchObject({ mismatch: true });
    expect(lost.ratio.alarmUsers).toBeGreaterThan(0);
    const same = await run({ aa: true });
    expect(same.outcomes[0].truth.lift).toBe(0);
    expect(same.names).toEqual(['A', 'A']);
  });

  it('measures novelty in addition to the true lift', async () => {
    const plain = await run();
    const novel = await run({ audience: { listLength: length, novelty: 0.5 } });
    expect(novel.outcomes[0].truth).toEqual(plain.outcomes[0].truth);
    expect(novel.outcomes[0].lift!).toBeGreaterThan(plain.outcomes[0].lift! + 0.1);
  });
});

describe('interleaving', () => {
  it.each(interleavingMethods.list())('by $id has no preference when clicks are random within the first positions', (method) => {
    for (let profile = 0; profile < 3; profile++) {
      const own = [worse, better].map(({ items }) => items.subarray(profile * length, (profile + 1) * length));
      const mix = method.mixerFor(own);
      const into = { items: new Int32Array(length), credits: new Float64Array(2 * length) };
      const rng = createRng(profile);
      const mixes = 8_000;
      const sums = new Float64Array(length);
      for (let n = 0; n < mixes; n++) {
        mix(into, rng);
        if (n < 50) expect(new Set(into.items).size).toBe(length);
        let sum = 0;
        for (let place = 0; place < length; place++) sums[place] += sum += into.credits[2 * place + 1] - into.credits[2 * place];
      }
      for (const sum of sums) expect(Math.abs(sum / mixes)).toBeLessThan(0.05);
    }
  });

  it('needs fewer users than an A/B test, and all agree with the truth', async () => {
    const settings = interleavingSettingsSchema.parse({ repetitions: 40, audience: { listLength: length }, largestUsers: 4_000 });
    const subject = {
      variants: [lists(0.12, 2), lists(0.05, 3)],
      behaviour: behaviourOf('position-based'),
      report,
      names: ['A', 'B'],
      seed: 3,
    };
    const { methods, truth } = await runInterleaving(subject, settings);
    expect(truth[0].lift).toBeGreaterThan(0);
    const needed = Object.fromEntries(methods.map(({ method, challengers }) => [method, challengers[0].needed ?? Infinity]));
    expect(needed['team-draft']).toBeLessThan(needed['ab-test'] / 2);
    expect(needed['optimised']).toBeLessThan(needed['ab-test'] / 2);
  });

  it('multileaving compares several variants at once', async () => {
    const settings = interleavingSettingsSchema.parse({ repetitions: 20, audience: { listLength: length }, largestUsers: 1_000 });
    const subject = {
      variants: [worse, lists(0.1, 5), better],
      behaviour: behaviourOf('dynamic-bayesian'),
      report,
      names: ['A', 'B', 'C'],
      seed: 3,
    };
    const { methods } = await runInterleaving(subject, settings);
    expect(methods.map(({ method }) => method)).toEqual(['ab-test', 'multileaving']);
    expect(methods[1].challengers.map(({ verdict }) => verdict)).toEqual(['better', 'better']);
  });

  it('solves small linear programs', () => {
    // max x + 2y, x + y + s = 4, y + t = 3
    const columns = [
      [1, 0],
      [1, 1],
      [1, 0],
      [0, 1],
    ].map((column) => Float64Array.from(column));
    expect([...maximise([1, 2, 0, 0], columns, Float64Array.of(4, 3))!]).toEqual([1, 3, 0, 0]);
    expect(maximise([1], [Float64Array.of(1, 1)], Float64Array.of(1, 2))).toBeUndefined();
  });
});

describe('bandits', () => {
  it('lose less than equal shares, and learn the users’ preferences', async () => {
    // The variants are swapped for every other profile: only a contextual bandit can tell.
    const half = (even: ItemLists, odd: ItemLists): ItemLists => {
      const items = even.items.map((item, at) => (Math.floor(at / length) % 2 === 0 ? item : odd.items[at]));
      const attraction = even.attraction.map((value, at) => (Math.floor(at / length) % 2 === 0 ? value : odd.attraction[at]));
      return { length, items, attraction, satisfaction: even.satisfaction };
    };
    const features = {
      names: ['always', 'odd'],
      values: Float64Array.from({ length: 2 * profiles }, (_, at) => (at % 2 === 0 ? 1 : Math.floor(at / 2) % 2)),
    };
    const settings = banditsSettingsSchema.parse({ visits: 8_000, repetitions: 6, audience: { listLength: length } });
    const rest = { behaviour: behaviourOf('cascade'), report, features, names: ['A', 'B'], seed: 2 };
    const plain = await runBandits({ ...rest, variants: [worse, better] }, settings);
    expect(plain.best).toBe(1);
    const end = (output: typeof plain, id: string) => output.bandits.find(({ bandit }) => bandit === id)!.points.at(-1)!;
    for (const id of ['epsilon-greedy', 'thompson', 'lin-ucb']) {
      expect(end(plain, id).regret.high!).toBeLessThan(end(plain, 'uniform').regret.low! / 2);
    }
    const mixed = await runBandits({ ...rest, variants: [half(worse, better), half(better, worse)] }, settings);
    expect(end(mixed, 'lin-ucb').personalRegret.high!).toBeLessThan(end(mixed, 'thompson').personalRegret.low!);
    expect(end(mixed, 'lin-ucb').regret.high!).toBeLessThan(0);
  });
});
