/** The value that lists miss, attributed to the stages that lose it. */
import { beforeAll, describe, expect, it } from 'vitest';
import { blameOf, blameSpec, blameStages, type Blame } from '#engine/pipeline/diagnose/blame';
import { blameParts, summarizeBlame } from '#engine/pipeline/diagnose/blame-summary';
import { exposureChanges } from '#engine/pipeline/diagnose/exposure';
import { fate } from '#engine/pipeline/diagnose/fates';
import { moversOf } from '#engine/pipeline/diagnose/movers';
import { EvaluationBench } from '#engine/pipeline/evaluation-bench';
import { Recommender } from '#engine/pipeline/recommend';
import { qrelsOf } from '#engine/pipeline/run-experiment';
import { whyNot } from '#engine/pipeline/why-not/why-not';
import type { Side } from '#engine/pipeline/sides';
import type { Qrels } from '#engine/model/run';
import type { TrainingView } from '#engine/model/training-view';
import type { VariantInput } from '#shared/schemas/variant';
import { smallDataset, timeSide, variant, viewOf } from '../fixtures';

const dataset = smallDataset();
const options = { scoreTies: 'row', seed: 1, quick: true } as const;
const everything: VariantInput['candidates'] = {
  sources: [{ id: 'popular', limit: 300 }],
  poolSize: 300,
  universe: 'all',
  removeSeen: false,
};
let side: Side;
let view: TrainingView;
let bench: EvaluationBench;

beforeAll(async () => {
  side = timeSide(dataset);
  view = await viewOf(dataset, side);
  const relevance = { rule: 'any' } as const;
  const qrels = qrelsOf(dataset, side, view, { relevance, variants: [variant({ candidates: everything })] });
  // The first relevant video of every user is unknown at training time.
  const knownItems = view.knownItems.map((known, item) =>
    qrels.items.some((one, p) => one === item && qrels.offsets.includes(p)) ? 0 : known,
  );
  view = { ...view, knownItems };
  bench = new EvaluationBench(view, withSeenItem(qrels, view));
});

/** Adds a judgement: every user likes the first video of their own history again. */
function withSeenItem(qrels: Qrels, { interactions }: TrainingView): Qrels {
  const lists = Array.from(qrels.users, (user, u) => {
    const judged = [...qrels.items.subarray(qrels.offsets[u], qrels.offsets[u + 1])];
    const seen = interactions.indices[interactions.offsets[user]];
    const items = interactions.offsets[user] < interactions.offsets[user + 1] && seen !== undefined ? [...judged, seen] : judged;
    return items.sort((a, b) => a - b);
  });
  const offsets = lists.reduce((sums, list) => [...sums, sums.at(-1)! + list.length], [0]);
  const items = Int32Array.from(lists.flat());
  return { ...qrels, offsets: Int32Array.from(offsets), items, grades: new Float64Array(items.length).fill(1) };
}

const blame = (settings: Partial<VariantInput> = {}, metric = 'ndcg@10'): Promise<Blame> =>
  blameOf(bench, variant({ candidates: everything, ...settings }), blameSpec(metric), options);
const means = (one: Blame): Record<string, number> => {
  const summary = summarizeBlame(one, one.achieved.keys(), 0.95);
  return Object.fromEntries([
    ...summary.parts.map(({ part, value }): [string, number] => [part, value]),
    ...summary.filters.map(({ stage, value }): [string, number] => [stage, value]),
  ]);
};

describe('loss decomposition', () => {
  it.each(['ndcg@10', 'ndcg', 'ndcg_burges@5', 'recall@10', 'map@10', 'mrr@10'])('parts of %s sum to the missing value', async (metric) => {
    const one = await blame(
      {
        candidates: {
          sources: [
            { id: 'factors', limit: 60 },
            { id: 'popular', limit: 40 },
          ],
          poolSize: 50,
        },
        filters: { excludeCategories: [dataset.items.categories.labels[0] ?? ''], maxPerCreator: 1 },
      },
      metric,
    );
    const { ideal, achieved, parts } = summarizeBlame(one, one.achieved.keys(), 0.95);
    expect(Math.abs(parts.reduce((sum, { value }) => sum + value, 0) - (ideal - achieved))).toBeLessThan(1e-12);
    expect(parts.map(({ part }) => part)).toEqual([...blameParts]);
    for (let u = 0; u < one.achieved.length; u++) {
      const lost = blameStages.reduce((sum, stage) => sum + one.lost[stage][u], 0);
      expect(Math.abs(lost - (one.ideal[u] - one.achieved[u]))).toBeLessThan(1e-12);
      for (const stage of blameStages) expect(one.lost[stage][u]).toBeGreaterThan(-1e-12);
    }
    if (metric === 'ndcg@10') expect(ideal).toBe(1);
  });

  it('a loss is assigned to the stage that caused it', async () => {
    const none = means(await blame());
    expect(none).toMatchObject({ filters: 0, retrieval: 0, pool: 0 });
    expect(none['ranking']).toBeGreaterThan(0.1);
    const shallow = means(await blame({ candidates: { ...everything, sources: [{ id: 'popular', limit: 20 }] } }));
    expect(shallow).toMatchObject({ filters: 0, pool: 0 });
    expect(shallow['retrieval']).toBeGreaterThan(0.1);
    const cut = means(await blame({ candidates: { ...everything, poolSize: 20 } }));
    expect(cut).toMatchObject({ filters: 0, retrieval: 0 });
    // In both cases the pool is the first 20 of the only source.
    expect(cut['pool']).toBe(shallow['retrieval']);
    const excluded = means(await blame({ filters: { excludeCategories: dataset.items.categories.labels.slice(0, 2) } }));
    expect(excluded).toMatchObject({ retrieval: 0, pool: 0, seen: 0, creator: 0, filters: excluded['category'] });
    expect(excluded['category']).toBeGreaterThan(0.01);
    const median = dataset.items.durationSeconds.slice().sort()[dataset.items.ids.size >> 1];
    const byColumn = means(await blame({ filters: { where: [`duration > ${median}`] } }));
    expect(byColumn).toMatchObject({ retrieval: 0, pool: 0, category: 0, filters: byColumn['column'] });
    expect(byColumn['column']).toBeGreaterThan(0.01);
    const limited = means(await blame({ filters: { maxPerCreator: 1 } }));
    expect(limited).toMatchObject({ retrieval: 0, pool: 0, category: 0, filters: limited['creator'] });
    expect(limited['creator']).toBeGreaterThan(0);
    const seen = means(await blame({ candidates: { ...everything, removeSeen: true } }));
    expect(seen).toMatchObject({ retrieval: 0, pool: 0, category: 0, filters: seen['seen'] });
    expect(seen['seen']).toBeGreaterThan(0);
    const unknown = means(await blame({ candidates: { ...everything, universe: 'training' } }));
    expect(unknown).toMatchObject({ retrieval: 0, pool: 0, filters: unknown['unknown'] });
    expect(unknown['unknown']).toBeGreaterThan(0.01);
  });

  it('a swap of two videos is assigned to the ranking, with the loss in ndcg', async () => {
    const best = await blame({ weights: { popularity: 1 } });
    const worst = await blame({ weights: { popularity: -1 } });
    for (let u = 0; u < best.achieved.length; u++) {
      const between = worst.lost.ranking[u] - best.lost.ranking[u];
      expect(between).toBeCloseTo(best.achieved[u] - worst.achieved[u], 12);
    }
  });

  it('a video is assigned to the same stage as by why-not', async () => {
    const settings = variant({
      candidates: {
        sources: [
          { id: 'factors', limit: 80 },
          { id: 'content', limit: 60 },
        ],
        poolSize: 60,
      },
      filters: { excludeCategories: [dataset.items.categories.labels[1] ?? ''] },
    });
    const { fates } = await blameOf(bench, settings, blameSpec('ndcg@10'), options);
    const recommender = new Recommender(view);
    const names: Record<string, number> = {
      seen: fate.seen,
      'unknown-at-training': fate.unknown,
      'not-retrieved': fate.notRetrieved,
      'cut-by-pool': fate.cutByPool,
      filtered: fate.category,
    };
    const found = new Set<number>();
    for (let u = 0; u < 60; u++) {
      const { users, offsets, items } = bench.qrels;
      for (let p = offsets[u]; p < offsets[u + 1]; p++) {
        const answer = await whyNot(recommender, { target: { userRow: users[u] }, item: items[p], variant: settings, limit: 10 });
        expect(fates[p], answer.sentence).toBe(names[answer.stage] ?? fate.reached);
        found.add(fates[p]);
      }
    }
    expect(found.size).toBe(6);
  });

  it('rejects a metric without an ideal list', () => {
    expect(() => blameSpec('novelty@10')).toThrow(/novelty@10 has no ideal list/);
    expect(() => blameSpec('coverage@10')).toThrow(/no ideal list/);
  });
});

describe('movers', () => {
  it('the parts of a user’s change sum to the difference, and the reason is the largest part', async () => {
    const before = await blame({ candidates: { ...everything, sources: [{ id: 'popular', limit: 20 }] } });
    const after = await blame();
    const movers = moversOf(before.achieved, after.achieved, [before, after]);
    expect(movers.length).toBeGreaterThan(5);
    movers.forEach(({ user, difference, parts, reason }, place) => {
      expect(difference).toBe(after.achieved[user] - before.achieved[user]);
      expect(Object.values(parts).reduce((sum, part) => sum + part, 0)).toBeCloseTo(difference, 12);
      const most = Math.max(...Object.values(parts).map((part) => part * Math.sign(difference)));
      expect(parts[reason ?? 'filters'] * Math.sign(difference)).toBe(most);
      expect(Math.abs(difference)).toBeLessThanOrEqual(Math.abs(movers[place - 1]?.difference ?? Infinity));
    });
    // Only the depth of the source differs, so all gains come from retrieval.
    expect(new Set(movers.filter(({ difference }) => difference > 0).map(({ reason }) => reason))).toEqual(new Set(['retrieval']));
    expect(moversOf(before.achieved, before.achieved, [before, before])).toEqual([]);
  });

  it('exposure lost in one list is gained in another', () => {
    const run = (items: number[][]) => ({
      users: Int32Array.of(0, 1),
      length: 2,
      counts: Int32Array.of(2, 2),
      items: Int32Array.from(items.flat()),
      scores: Float64Array.of(2, 1, 2, 1),
    });
    const changes = exposureChanges(
      run([
        [3, 4],
        [3, 5],
      ]),
      run([
        [4, 3],
        [3, 5],
      ]),
      2,
      6,
      0.95,
    );
    const second = 1 / Math.log2(3);
    expect(changes.map(({ item }) => item)).toEqual([3, 4, 5]);
    expect(changes[0]).toMatchObject({ before: 1, after: (1 + second) / 2, listsBefore: 2, listsAfter: 2 });
    expect(changes[0].difference).toBeCloseTo((second - 1) / 2, 15);
    expect(changes[1].difference).toBeCloseTo((1 - second) / 2, 15);
    expect(changes[2]).toMatchObject({ difference: 0, low: 0, high: 0 });
    // Student's interval of (second − 1, 0), n = 2: mean ± 12.7062 × |second − 1| / 2.
    expect(changes[0].low).toBeCloseTo((second - 1) / 2 - (12.7062047364 * (1 - second)) / 2, 6);
    expect(
      exposureChanges(
        run([
          [3, 4],
          [3, 5],
        ]),
        run([
          [3, 5],
          [3, 4],
        ]),
        1,
        6,
        0.95,
      ).map(({ item }) => item),
    ).toEqual([3]);
  });
});
