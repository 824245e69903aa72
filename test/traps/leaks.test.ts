/** Leaks of the future or of the answers into an offline evaluation. Each test fails when one occurs. */
import { beforeAll, describe, expect, it } from 'vitest';
import { createDataset, interactionTable, itemTable, userTable } from '#engine/dataset/assemble';
import { createRng } from '#engine/core/rng';
import type { Dataset } from '#engine/model/dataset';
import type { TrainingView } from '#engine/model/training-view';
import { EvaluationBench } from '#engine/pipeline/evaluation-bench';
import { qrelsOf } from '#engine/pipeline/run-experiment';
import type { Side } from '#engine/pipeline/sides';
import { seenItems } from '#engine/pipeline/training-view';
import { tuneWeights } from '#engine/pipeline/tune';
import { experimentConfigSchema, splitSettingsSchema } from '#shared/schemas/experiment';
import { evaluationSide } from '#engine/pipeline/sides';
import { variant, viewOf } from '../fixtures';

const users = 40;
const items = 60;
const days = 100;
const dayMs = 86_400_000;
/** The last fifth of the days is tested. Items 55 … 59 appear only then. */
const lastTrainingDay = 80;

/** A log whose past does not depend on `future`; only its later views and the subjects of its new videos do. */
function log(future: number): Dataset {
  const past = createRng(1);
  const later = createRng(future);
  const rows: { user: number; item: number; atMs: number }[] = [];
  for (let day = 0; day < days; day++) {
    const rng = day < lastTrainingDay ? past : later;
    const known = day < lastTrainingDay ? items - 5 : items;
    for (let n = 0; n < 12; n++) {
      const popular = Math.floor(rng.next() ** 3 * known);
      rows.push({ user: Math.floor(rng.next() * users), item: day < lastTrainingDay ? popular : known - 1 - popular, atMs: day * dayMs });
    }
  }
  const subjects = ['violin', 'sourdough', 'alpine', 'robotics', 'reef'];
  return createDataset({
    name: 'log',
    users: userTable({ ids: Array.from({ length: users }, (_, u) => `u${u}`) }),
    items: itemTable({
      ids: Array.from({ length: items }, (_, i) => `v${i}`),
      titles: Array.from({ length: items }, (_, i) =>
        i < items - 5 ? `${subjects[i % 5]} lesson ${i}` : `${subjects[(future + i) % 5]} ${['aurora', 'basalt'][future % 2]} news`,
      ),
      publishedAtMs: Array.from({ length: items }, (_, i) => (i < items - 5 ? 0 : lastTrainingDay * dayMs)),
    }),
    interactions: interactionTable({
      users: rows.map(({ user }) => user),
      items: rows.map(({ item }) => item),
      timestampsMs: rows.map(({ atMs }) => atMs),
    }),
  });
}

interface World {
  readonly dataset: Dataset;
  readonly side: Side;
  readonly view: TrainingView;
}
async function world(future: number, validationFraction = 0): Promise<World> {
  const dataset = log(future);
  const split = splitSettingsSchema.parse({ params: { atMs: lastTrainingDay * dayMs }, validationFraction });
  const side = evaluationSide(dataset, split, 42);
  return { dataset, side, view: await viewOf(dataset, side) };
}

let one: World;
let other: World;
beforeAll(async () => {
  [one, other] = [await world(2), await world(3)];
});

const config = experimentConfigSchema.parse({ variants: [{ name: 'any' }] });
const benchOf = ({ dataset, side, view }: World, part: 'test' | 'validation' = 'test'): EvaluationBench =>
  new EvaluationBench(view, qrelsOf(dataset, side, view, config, part));

describe('features fitted on the test period', () => {
  it('the two datasets share their past and differ in their future', () => {
    expect(one.dataset.fingerprint).not.toBe(other.dataset.fingerprint);
    expect([...one.side.positions]).toEqual([...other.side.positions]);
  });

  it('embeddings of known items, inverse document frequencies included, do not depend on later data', () => {
    const { dimensions } = one.view.embeddings!;
    const known = (items - 5) * dimensions;
    expect(one.view.embeddings!.vectors.subarray(0, known)).toEqual(other.view.embeddings!.vectors.subarray(0, known));
  });

  it('factors and popularity do not depend on later data', () => {
    expect(one.view.factors!.userFactors).toEqual(other.view.factors!.userFactors);
    expect(one.view.factors!.itemFactors).toEqual(other.view.factors!.itemFactors);
    expect(one.view.itemUserCounts).toEqual(other.view.itemUserCounts);
  });

  it('no list depends on later data', async () => {
    const weights = Object.fromEntries(
      ['similarity', 'factors', 'popularity', 'freshness', 'category-affinity', 'quality', 'trending'].map((id) => [id, 1]),
    );
    const lists = async (w: World): Promise<Map<number, number[]>> => {
      const run = await benchOf(w).run(variant({ weights }), 10);
      return new Map(Array.from(run.users, (user, u) => [user, [...run.items.subarray(u * 10, (u + 1) * 10)]]));
    };
    const [a, b] = [await lists(one), await lists(other)];
    const shared = [...a.keys()].filter((user) => b.has(user));
    expect(shared.length).toBeGreaterThan(20);
    for (const user of shared) expect(a.get(user)).toEqual(b.get(user));
  });

  it('every recommended video was known when training ended', async () => {
    const run = await benchOf(one).run(variant({ weights: { popularity: 1, freshness: 1 } }), 10);
    expect(Math.max(...run.items)).toBeLessThan(items - 5);
  });
});

describe('splits', () => {
  it('the default excludes the future; splits that do not are labelled', () => {
    expect(splitSettingsSchema.parse({}).id).toBe('time');
    const respects = (id: string, params = {}): boolean =>
      evaluationSide(one.dataset, splitSettingsSchema.parse({ id, params }), 1).split!.respectsTime;
    expect(respects('time')).toBe(true);
    expect([respects('random'), respects('leave-last'), respects('k-fold')]).toEqual([false, false, false]);
  });
});

describe('seen items', () => {
  it('are removed by default before the list is cut: lists stay full', async () => {
    const run = await benchOf(one).run(variant({ weights: { popularity: 1 } }), 10);
    let usersWhoSawTheMostPopular = 0;
    for (const [u, user] of run.users.entries()) {
      const list = [...run.items.subarray(u * 10, (u + 1) * 10)];
      const seen = new Set(seenItems(one.view, user));
      expect(list.filter((item) => seen.has(item) || item < 0)).toEqual([]);
      if (seen.has(0)) usersWhoSawTheMostPopular++;
    }
    expect(usersWhoSawTheMostPopular).toBeGreaterThan(10);
    expect(config.variants[0].candidates.removeSeen).toBe(true);
  });
});

describe('negatives', () => {
  it('are not sampled: every known video that the user has not seen can be recommended', async () => {
    const deep = variant({ candidates: { sources: [{ id: 'popular', limit: 1000 }], poolSize: 1000 }, weights: { popularity: 1 } });
    const run = await benchOf(one).run(deep, items);
    for (const [u, user] of run.users.entries()) expect(run.counts[u]).toBe(items - 5 - seenItems(one.view, user).length);
  });
});

describe('tuning', () => {
  const settings = {
    variant: variant({ weights: { popularity: 1 } }),
    signals: ['popularity', 'freshness', 'factors'],
    metric: 'ndcg@10',
    method: 'random',
    trials: 15,
    steps: 2,
    scoreTies: 'row',
    seed: 5,
  } as const;

  it('does not read the test part: other test data gives the same weights', async () => {
    const [a, b] = [await world(2, 0.25), await world(3, 0.25)];
    const [first, second] = [await tuneWeights(benchOf(a, 'validation'), settings), await tuneWeights(benchOf(b, 'validation'), settings)];
    expect(first.trials).toEqual(second.trials);
    expect(first.best.value).toBeGreaterThanOrEqual(first.start.value);
    // Tuning on the test part uses other relevant items, so its values differ.
    const onTest = await tuneWeights(benchOf(a), settings);
    expect(onTest.trials.map(({ value }) => value)).not.toEqual(first.trials.map(({ value }) => value));
  });
});
