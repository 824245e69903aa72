import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { affinity, clickProbability } from '#engine/dataset/generators/truth';
import { generateDataset, type GeneratedData } from '#engine/dataset/generators/synthetic';
import { generatorPresets } from '#engine/dataset/generators/registry';
import { generatorParamsSchema } from '#shared/schemas/dataset';

const standard = generateDataset({ users: 1500, videos: 3000, interactions: 30_000 });
const dayMs = 86_400_000;

/** Mean of `of` over all views. */
function mean({ dataset }: GeneratedData, of: (user: number, item: number, atMs: number) => number): number {
  const { count, users, items, timestampsMs } = dataset.interactions;
  let sum = 0;
  for (let i = 0; i < count; i++) sum += of(users[i], items[i], timestampsMs[i]);
  return sum / count;
}

const params = fc
  .record({
    users: fc.integer({ min: 1, max: 40 }),
    videos: fc.integer({ min: 1, max: 60 }),
    share: fc.double({ min: 0, max: 1, noNaN: true }),
    seed: fc.integer(),
    popularityExponent: fc.double({ min: 0, max: 3, noNaN: true }),
    activityExponent: fc.double({ min: 0, max: 3, noNaN: true }),
    tasteStrength: fc.double({ min: 0, max: 1, noNaN: true }),
    days: fc.integer({ min: 1, max: 400 }),
    categories: fc.integer({ min: 1, max: 24 }),
    creators: fc.option(fc.integer({ min: 1, max: 100 }), { nil: undefined }),
    newVideoFraction: fc.double({ min: 0, max: 1, noNaN: true }),
    newUserFraction: fc.double({ min: 0, max: 1, noNaN: true }),
    freshness: fc.double({ min: 0, max: 1, noNaN: true }),
    freshnessHalfLifeDays: fc.double({ min: 0.01, max: 1000, noNaN: true }),
    positionBias: fc.double({ min: 0, max: 5, noNaN: true }),
    weeklyRhythm: fc.double({ min: 0, max: 1, noNaN: true }),
    drift: fc.double({ min: 0, max: 1, noNaN: true }),
    likeFraction: fc.double({ min: 0, max: 1, noNaN: true }),
  })
  .map(({ share, ...rest }) => ({ ...rest, interactions: Math.max(1, Math.round(share * rest.users * rest.videos)) }));

describe('generated data, for any parameters', () => {
  it('has exactly the requested sizes, no repeated view, and no view before publication', () => {
    fc.assert(
      fc.property(params, (input) => {
        const { dataset, truth } = generateDataset(input);
        const { users, items, timestampsMs, values, count } = dataset.interactions;
        expect([dataset.users.ids.size, dataset.items.ids.size, count]).toEqual([input.users, input.videos, input.interactions]);
        const pairs = new Set<number>();
        const endMs = truth.behaviour.endMs;
        for (let i = 0; i < count; i++) {
          pairs.add(users[i] * input.videos + items[i]);
          const at = timestampsMs[i];
          expect(at).toBeGreaterThanOrEqual(dataset.items.publishedAtMs[items[i]]);
          expect(at).toBeGreaterThanOrEqual(truth.users.arrivalMs[users[i]]);
          expect(at).toBeLessThan(endMs);
          if (i > 0) expect(at).toBeGreaterThanOrEqual(timestampsMs[i - 1]);
          expect(values[i]).toBeGreaterThan(0);
          expect(values[i]).toBeLessThanOrEqual(1);
        }
        expect(pairs.size).toBe(count);
      }),
      { numRuns: 80 },
    );
  });

  it('depends on the parameters only', () => {
    fc.assert(
      fc.property(params, (input) => {
        const first = generateDataset(input);
        const second = generateDataset(input);
        expect(second.dataset.fingerprint).toBe(first.dataset.fingerprint);
        expect(second.truth).toEqual(first.truth);
      }),
      { numRuns: 10 },
    );
    const small = { users: 50, videos: 80, interactions: 500 };
    expect(generateDataset({ ...small, seed: 1 }).dataset.fingerprint).not.toBe(generateDataset({ ...small, seed: 2 }).dataset.fingerprint);
  });

  it('rejects more views than pairs, and states the maximum', () => {
    expect(() => generateDataset({ users: 3, videos: 4, interactions: 13 })).toThrow('3 users cannot watch 4 videos 13 times');
    expect(generateDataset({ users: 3, videos: 4, interactions: 12 }).report.sparsityFraction).toBe(0);
  });

  it('stops when cancelled, and reports progress to the end', () => {
    const fractions: number[] = [];
    generateDataset({ users: 600, videos: 500, interactions: 3000 }, { report: (fraction) => fractions.push(fraction) });
    expect(fractions).toEqual([...fractions].sort((a, b) => a - b));
    expect(fractions.at(-1)).toBeGreaterThanOrEqual(0.9);
    expect(() => generateDataset({}, { signal: { aborted: true } })).toThrow('Cancelled');
  });
});

describe('the model behind generated data', () => {
  it.each([0.6, 0.9, 1.2])('has the requested popularity exponent %s', (popularityExponent) => {
    const { report } = generateDataset({ users: 1500, videos: 3000, interactions: 40_000, popularityExponent });
    expect(Math.abs(report.fittedPopularityExponent! - popularityExponent)).toBeLessThan(0.08);
  });

  it('has the requested activity exponent, and reports the measured one', () => {
    expect(Math.abs(standard.report.fittedActivityExponent! - 0.7)).toBeLessThan(0.03);
    expect(standard.report.sparsityFraction).toBeCloseTo(1 - 30_000 / (1500 * 3000), 12);
    expect(standard.report).toMatchObject({ users: 1500, videos: 3000, interactions: 30_000, newVideos: 900, newUsers: 300 });
    const perVideo = new Int32Array(3000);
    for (const item of standard.dataset.interactions.items) perVideo[item]++;
    expect(standard.report.neverWatchedVideos).toBe(perVideo.filter((views) => views === 0).length);
    const likes = [...standard.dataset.interactions.kindCodes].filter(
      (code) => standard.dataset.interactions.kinds[code] === 'like',
    ).length;
    expect(standard.report.kindShares['like']).toBeCloseTo(likes / 30_000, 12);
    expect(Math.abs(likes / 30_000 - 0.15)).toBeLessThan(0.03);
  });

  it('makes users watch what they like: more with a stronger taste, not at all without', () => {
    const of = (tasteStrength: number): number => {
      const data = generateDataset({ users: 800, videos: 1500, interactions: 12_000, tasteStrength });
      return mean(data, (user, item, at) => affinity(data.truth, user, item, at));
    };
    const [none, some, strong] = [of(0), of(0.5), of(1)];
    expect(none).toBeLessThan(0.06);
    expect(some).toBeGreaterThan(0.25);
    expect(strong).toBeGreaterThan(some + 0.1);
  });

  it('has click probabilities that separate opened videos from others', () => {
    const { dataset, truth } = standard;
    const opened = mean(standard, (user, item, at) => clickProbability(truth, user, item, at));
    const shifted = mean(standard, (user, item, at) => clickProbability(truth, user, (item * 7 + 11) % dataset.items.ids.size, at));
    expect(opened).toBeGreaterThan(1.5 * shifted);
    const unpublished = dataset.items.publishedAtMs.findIndex((ms) => ms > truth.behaviour.startMs);
    expect(clickProbability(truth, 0, unpublished, truth.behaviour.startMs)).toBe(0);
  });

  it('drifts: the early taste explains less at the end than at the start', () => {
    const data = generateDataset({ users: 800, videos: 1500, interactions: 12_000, drift: 0.8, newVideoFraction: 0 });
    const { startMs, endMs } = data.truth.behaviour;
    const ofPart = (from: number, to: number): number => {
      let sum = 0;
      let count = 0;
      const { users, items, timestampsMs } = data.dataset.interactions;
      for (let i = 0; i < timestampsMs.length; i++) {
        const part = (timestampsMs[i] - startMs) / (endMs - startMs);
        if (part < from || part >= to) continue;
        sum += affinity(data.truth, users[i], items[i], startMs);
        count++;
      }
      return sum / count;
    };
    expect(ofPart(0.8, 1)).toBeLessThan(0.7 * ofPart(0, 0.2));
  });

  it('prefers fresh videos on request', () => {
    const meanAgeDays = (freshness: number): number => {
      const data = generateDataset({ users: 500, videos: 1500, interactions: 8_000, freshness });
      return mean(data, (_, item, at) => (at - data.dataset.items.publishedAtMs[item]) / dayMs);
    };
    expect(meanAgeDays(1)).toBeLessThan(0.75 * meanAgeDays(0));
  });

  it('has busy weekends and evenings, unless the rhythm is off', () => {
    const share = (data: GeneratedData, isBusy: (date: Date) => boolean): number => mean(data, (_, __, at) => Number(isBusy(new Date(at))));
    const evening = (date: Date): boolean => date.getUTCHours() >= 18 && date.getUTCHours() < 22;
    const weekend = (date: Date): boolean => [0, 6].includes(date.getUTCDay());
    const [busy, even] = [1, 0].map((weeklyRhythm) => generateDataset({ users: 500, videos: 800, interactions: 8_000, weeklyRhythm }));
    expect(share(busy, evening)).toBeGreaterThan(0.27);
    expect(share(busy, weekend)).toBeGreaterThan(0.37);
    expect(Math.abs(share(even, evening) - 4 / 24)).toBeLessThan(0.03);
    expect(Math.abs(share(even, weekend) - 2 / 7)).toBeLessThan(0.03);
  });

  it('likes more of the views that match the user’s taste', () => {
    const { dataset, truth } = standard;
    const { kinds, kindCodes, users, items, timestampsMs } = dataset.interactions;
    const tasteOf = (kind: string): number => {
      let sum = 0;
      let count = 0;
      for (let i = 0; i < kindCodes.length; i++) {
        if (kinds[kindCodes[i]] !== kind) continue;
        sum += affinity(truth, users[i], items[i], timestampsMs[i]);
        count++;
      }
      return sum / count;
    };
    expect(kinds.toSorted()).toEqual(['complete', 'like', 'view']);
    expect(tasteOf('like')).toBeGreaterThan(tasteOf('view') + 0.1);
  });
});

describe('generated texts', () => {
  const { dataset, truth } = standard;
  const documents = dataset.items.titles.map(
    (title, item) =>
      new Set(`${title} ${dataset.items.descriptions[item]} ${dataset.items.tags[item].join(' ')}`.toLowerCase().match(/\p{L}{4,}/gu)),
  );

  it('reveal the topic: the most similar text is far more often of the same topic', () => {
    const documentCounts = new Map<string, number>();
    for (const words of documents) for (const word of words) documentCounts.set(word, (documentCounts.get(word) ?? 0) + 1);
    const weight = (word: string): number => Math.log(documents.length / documentCounts.get(word)!);
    let same = 0;
    const probes = Array.from({ length: 100 }, (_, i) => i * 30);
    for (const probe of probes) {
      let best = -1;
      let bestScore = -1;
      documents.forEach((words, item) => {
        if (item === probe) return;
        let score = 0;
        for (const word of documents[probe]) if (words.has(word)) score += weight(word);
        if (score > bestScore) [best, bestScore] = [item, score];
      });
      const topics = [truth.items.primaryTopics[probe], truth.items.secondaryTopics[probe]];
      if (topics.includes(truth.items.primaryTopics[best]) || topics.includes(truth.items.secondaryTopics[best])) same++;
    }
    expect(same).toBeGreaterThan(85);
  });

  it('are varied sentences without unfilled slots', () => {
    expect(new Set(dataset.items.descriptions).size).toBeGreaterThan(0.98 * 3000);
    expect(new Set(dataset.items.titles).size).toBeGreaterThan(0.85 * 3000);
    for (const [item, description] of dataset.items.descriptions.entries()) {
      expect(`${dataset.items.titles[item]} ${description}`).not.toMatch(/[{}]|undefined|  /);
      expect(description).toMatch(/^\p{Lu}|^\d/u);
    }
  });

  it('have 24 categories, most of them used, and one or two per video', () => {
    const { labels, offsets } = dataset.items.categories;
    expect(labels).toHaveLength(24);
    expect(truth.topicNames).toHaveLength(144);
    for (let item = 0; item < 3000; item++) expect([1, 2]).toContain(offsets[item + 1] - offsets[item]);
  });
});

describe('generator presets', () => {
  it('have their stated sizes and valid parameters', () => {
    const sizes = generatorPresets.list().map(({ id, defaults }) => [id, defaults.users, defaults.videos, defaults.interactions]);
    expect(sizes).toEqual([
      ['sample', 500, 1_000, 10_000],
      ['standard', 5_000, 10_000, 100_000],
      ['large', 50_000, 100_000, 5_000_000],
    ]);
    for (const { defaults } of generatorPresets.list()) expect(generatorParamsSchema.parse(defaults)).toEqual(defaults);
  });
});
