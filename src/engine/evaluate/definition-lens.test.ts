import { describe, expect, it } from 'vitest';
import { statisticsSettingsSchema } from '#shared/schemas/experiment';
import type { Qrels, Run } from '../model/run';
import { definitionLens } from './definition-lens';

const run = (lists: (number[] | undefined)[]): Run => {
  const kept = lists.flatMap((list, user) => (list ? [{ list, user }] : []));
  const items = new Int32Array(kept.length * 4).fill(-1);
  kept.forEach(({ list }, r) => items.set(list, r * 4));
  return {
    users: Int32Array.from(kept, ({ user }) => user),
    length: 4,
    counts: Int32Array.from(kept, ({ list }) => list.length),
    items,
    scores: Float64Array.from(items, (_, p) => -p),
  };
};
const qrelsOf = (judged: [number, number][][]): Qrels => {
  const offsets = new Int32Array(judged.length + 1);
  judged.forEach((entries, u) => (offsets[u + 1] = offsets[u] + entries.length));
  return {
    users: Int32Array.from(judged.keys()),
    offsets,
    items: Int32Array.from(judged.flat(), ([item]) => item),
    grades: Float64Array.from(judged.flat(), ([, grade]) => grade),
    relevance: 'given',
  };
};

const settings = { ...statisticsSettingsSchema.parse({}), seed: 1 };

describe('definition lens', () => {
  it('shows a winner that depends on the gain of ndcg', () => {
    // Run 0 puts the grade-4 item second, run 1 puts three items of grade 2 above it.
    const qrels = qrelsOf([
      [
        [0, 4],
        [1, 2],
        [2, 2],
        [3, 2],
      ],
    ]);
    const runs = [run([[9, 0, 8, 7]]), run([[1, 2, 3, 9]])];
    const views = definitionLens(runs, qrels, 'ndcg@4', {}, settings);
    const log3 = Math.log2(3);
    expect(views.map(({ spec, countMissingAsZero }) => `${spec} ${countMissingAsZero}`)).toEqual([
      'ndcg@4 false',
      'ndcg_burges@4 false',
      'ndcg@4 true',
      'ndcg_burges@4 true',
    ]);
    const ideal = 4 + 2 / log3 + 2 / 2 + 2 / Math.log2(5);
    expect(views[0].values[0]).toBeCloseTo(4 / log3 / ideal, 12);
    expect(views[0].values[1]).toBeCloseTo((2 + 2 / log3 + 2 / 2) / ideal, 12);
    expect(views[0]).toMatchObject({ winner: 1, flips: false });
    // 15 / log₂3 = 9.46 against 3 + 3 / log₂3 + 3 / 2 = 6.39.
    expect(views[1]).toMatchObject({ winner: 0, flips: true });
  });

  it('shows a winner that depends on counting users without a list', () => {
    const qrels = qrelsOf([[[0, 1]], [[0, 1]], [[0, 1]]]);
    // Run 0 answers one user perfectly and ignores two; run 1 answers all, later in the list.
    const runs = [
      run([[0], undefined, undefined]),
      run([
        [9, 0],
        [9, 0],
        [9, 0],
      ]),
    ];
    const [excluded, counted] = definitionLens(runs, qrels, 'mrr@4', {}, settings);
    expect(excluded).toMatchObject({ values: [1, 0.5], evaluatedCounts: [1, 3], winner: 0, flips: false });
    expect(counted).toMatchObject({ values: [1 / 3, 0.5], evaluatedCounts: [3, 3], winner: 1, flips: true });
    // Paired on who has a value in both: one user, then all three.
    expect(excluded.comparisons).toMatchObject([{ pairCount: 1, difference: -0.5 }]);
    expect(counted.comparisons[0]).toMatchObject({ pairCount: 3, baselineValue: 1 / 3, value: 0.5 });
    expect(counted.comparisons[0].difference).toBeCloseTo(0.5 - 1 / 3, 12);
    expect(counted.comparisons[0].interval.low).toBeLessThan(0);
    expect(counted.comparisons[0].interval.high).toBeGreaterThan(0);
  });

  it('says how sure the lead is over the run of which it is least sure, whichever of them is the first', () => {
    const users = 40;
    const qrels = qrelsOf(Array.from({ length: users }, () => [[0, 1]]));
    // The relevant item first for so many of the users, and nowhere for the others.
    const found = (count: number): Run => run(Array.from({ length: users }, (_, user) => [user < count ? 0 : 9]));
    const [best, close, far] = [found(30), found(29), found(4)];
    const leads = (runs: Run[]) => definitionLens(runs, qrels, 'recall@1', {}, settings).map(({ winner, lead }) => ({ winner, ...lead }));
    // As first, as second after a far one and as last after a close one: the winner is compared with each, not with the first alone.
    expect(leads([best, close, far])[0]).toMatchObject({ winner: 0, over: 1, clear: false });
    expect(leads([far, best, close])[0]).toMatchObject({ winner: 1, over: 2, clear: false });
    expect(leads([close, far, best])[0]).toMatchObject({ winner: 2, over: 0, clear: false });
    for (const runs of [
      [best, far],
      [far, best],
      [far, found(3), best],
    ]) {
      const [lead] = leads(runs);
      expect(lead).toMatchObject({ winner: runs.indexOf(best), clear: true });
      expect(lead.difference).toBeCloseTo(26 / 40, 12);
      expect(lead.low).toBeGreaterThan(0.4);
      expect(lead.high).toBeLessThan(0.9);
    }
    expect(definitionLens([best], qrels, 'recall@1', {}, settings)[0].lead).toBeUndefined();
  });

  it('knows that lower can be better and that a dialect can be asked for', () => {
    const qrels = qrelsOf([[[0, 1]], [[0, 1]]]);
    const runs = [run([[0], [0]]), run([[0], [1]])];
    const views = definitionLens(runs, qrels, 'gini_evenness@1', { knownItems: new Uint8Array(4).fill(1) }, settings);
    expect(views.slice(0, 2).map(({ spec, winner, flips }) => [spec, winner, flips])).toEqual([
      ['gini_evenness@1', 1, false],
      ['gini@1', 1, false],
    ]);
    // Every user gets item 0, or each another one: evener, and so ahead.
    const many = Array.from({ length: 30 }, (_, user): [number, number][] => [[user, 1]]);
    const uneven = [run(many.map(() => [0])), run(many.map((_, user) => [user]))];
    const [, gini] = definitionLens(uneven, qrelsOf(many), 'gini_evenness@1', { knownItems: new Uint8Array(30).fill(1) }, settings);
    expect(gini).toMatchObject({ spec: 'gini@1', winner: 1, lead: { over: 0 } });
    expect(gini.lead?.difference).toBeGreaterThan(0.5);
    expect(definitionLens(runs, qrels, 'ndcg@1', {}, settings)[0].winner).toBe(0);
  });
});
