import { describe, expect, it } from 'vitest';
import { statisticsSettingsSchema } from '#shared/schemas/experiment';
import type { Qrels, Run } from '../../model/run';
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
  it('finds a winner that depends on the gain function of ndcg', async () => {
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
    const views = await definitionLens(runs, qrels, 'ndcg@4', {}, settings);
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

  it('finds a winner that depends on counting users without a list', async () => {
    const qrels = qrelsOf([[[0, 1]], [[0, 1]], [[0, 1]]]);
    // Run 0 is perfect for one user and has no list for two; run 1 has the relevant item of every user, but second.
    const runs = [
      run([[0], undefined, undefined]),
      run([
        [9, 0],
        [9, 0],
        [9, 0],
      ]),
    ];
    const [excluded, counted] = await definitionLens(runs, qrels, 'mrr@4', {}, settings);
    expect(excluded).toMatchObject({ values: [1, 0.5], evaluatedCounts: [1, 3], winner: 0, flips: false });
    expect(counted).toMatchObject({ values: [1 / 3, 0.5], evaluatedCounts: [3, 3], winner: 1, flips: true });
    // Pairs are the users with a value in both runs: one user, then all three.
    expect(excluded.comparisons).toMatchObject([{ pairCount: 1, difference: -0.5 }]);
    expect(counted.comparisons[0]).toMatchObject({ pairCount: 3, baselineValue: 1 / 3, value: 0.5 });
    expect(counted.comparisons[0].difference).toBeCloseTo(0.5 - 1 / 3, 12);
    expect(counted.comparisons[0].interval.low).toBeLessThan(0);
    expect(counted.comparisons[0].interval.high).toBeGreaterThan(0);
  });

  it('reports the certainty of the lead over the least certain rival, in any order of the runs', async () => {
    const users = 40;
    const qrels = qrelsOf(Array.from({ length: users }, () => [[0, 1]]));
    // The relevant item is first for `count` of the users and absent for the others.
    const found = (count: number): Run => run(Array.from({ length: users }, (_, user) => [user < count ? 0 : 9]));
    const [best, close, far] = [found(30), found(29), found(4)];
    const leads = async (runs: Run[]) =>
      (await definitionLens(runs, qrels, 'recall@1', {}, settings)).map(({ winner, lead }) => ({ winner, ...lead }));
    // `best` first, second after a far run and last after a close one: the winner is compared with every run, not only with the first.
    expect((await leads([best, close, far]))[0]).toMatchObject({ winner: 0, over: 1, unclear: [1] });
    expect((await leads([far, best, close]))[0]).toMatchObject({ winner: 1, over: 2, unclear: [2] });
    expect((await leads([close, far, best]))[0]).toMatchObject({ winner: 2, over: 0, unclear: [0] });
    for (const runs of [
      [best, far],
      [far, best],
      [far, found(3), best],
    ]) {
      const [lead] = await leads(runs);
      expect(lead).toMatchObject({ winner: runs.indexOf(best), unclear: [] });
      expect(lead.difference).toBeCloseTo(26 / 40, 12);
      expect(lead.low).toBeGreaterThan(0.4);
      expect(lead.high).toBeLessThan(0.9);
    }
    expect((await definitionLens([best], qrels, 'recall@1', {}, settings))[0].lead).toBeUndefined();
  });

  it('requires as many users as the verdict does: an interval above 0 is not enough', async () => {
    const lead = async (users: number) => {
      const qrels = qrelsOf(Array.from({ length: users }, () => [[0, 1]]));
      // All users favour the second run, by different amounts.
      const ahead = run(Array.from({ length: users }, (_, user) => (user % 2 === 0 ? [0] : [9, 0])));
      const [{ lead: found }] = await definitionLens([run(Array.from({ length: users }, () => [9])), ahead], qrels, 'mrr', {}, settings);
      return found;
    };
    const three = await lead(3);
    expect(three).toMatchObject({ over: 0, unclear: [0], pValue: 0.25 });
    expect(three?.low).toBeGreaterThan(0);
    expect(await lead(6)).toMatchObject({ unclear: [], pValue: 2 / 64 });
    // Two users whose differences do not vary, so the interval has zero width.
    const qrels = qrelsOf([[[0, 1]], [[0, 1]]]);
    const [two] = await definitionLens([run([[9], [9]]), run([[0], [0]])], qrels, 'recall@1', {}, settings);
    expect(two.lead).toMatchObject({ low: 1, high: 1, unclear: [0] });
  });

  it('reports the rival with the least certain lead, and every rival over which the lead is not clear', async () => {
    const users = 40;
    const qrels = qrelsOf(Array.from({ length: users }, () => [[0, 1]]));
    const at = (position: (user: number) => number): Run =>
      run(Array.from({ length: users }, (_, user) => [9, 8, 7, 6].with(position(user), 0)));
    const third = (user: number): boolean => user < 3;
    // `winner` leads `coin` by 1/3 to 1/4 for three users and trails by as much for two. It leads `likely` by more for seven
    // users and trails for four.
    const winner = at((user) => (user < 5 ? (third(user) ? 2 : 3) : user < 12 ? 0 : 1));
    const coin = at((user) => (user < 5 ? (third(user) ? 3 : 2) : user < 12 ? 0 : 1));
    const likely = at((user) => (user < 5 ? (third(user) ? 2 : 3) : user < 12 ? 3 : user < 16 ? 0 : 1));
    const far = run(Array.from({ length: users }, () => [9]));
    const [{ winner: best, lead, comparisons }] = await definitionLens([likely, winner, coin, far], qrels, 'mrr@4', {}, settings);
    expect(best).toBe(1);
    expect(comparisons[0].interval.low).toBeLessThan(lead?.low ?? NaN); // in the metric's unit the interval against `likely` reaches lower
    expect(comparisons[0].pValue).toBeLessThan(0.3);
    expect(lead).toMatchObject({ over: 2, pValue: 1, unclear: [0, 2] });
  });

  it('yields and checks for cancellation between evaluations and comparisons', async () => {
    const qrels = qrelsOf([[[0, 1]], [[0, 1]]]);
    const runs = [run([[9], [9]]), run([[0], [0]]), run([[0], [9]])];
    const measured = async (cancelAt: number) => {
      const signal = { aborted: false };
      const progress: number[] = [];
      let yields = 0;
      const task = {
        signal,
        report: (fraction: number) => void progress.push(fraction),
        yieldToEventLoop: () => Promise.resolve(void (signal.aborted = ++yields === cancelAt)),
      };
      const ended = await definitionLens(runs, qrels, 'ndcg@1', {}, settings, task).then(
        () => 'succeeded',
        ({ code }: { code: string }) => code,
      );
      return { ended, yields, told: progress };
    };
    const whole = await measured(Infinity);
    // For each of four views: three evaluations, two comparisons with the first run, and one of the winner with the third.
    expect(whole).toEqual({ ended: 'succeeded', yields: 4 * 6, told: [0, 0.25, 0.5, 0.75] });
    expect(await measured(3)).toMatchObject({ ended: 'CANCELLED', yields: 3 });
    expect(await measured(whole.yields)).toMatchObject({ ended: 'CANCELLED', yields: whole.yields });
  });

  it('supports metrics where lower is better, and dialects', async () => {
    const qrels = qrelsOf([[[0, 1]], [[0, 1]]]);
    const runs = [run([[0], [0]]), run([[0], [1]])];
    const views = await definitionLens(runs, qrels, 'gini_evenness@1', { knownItems: new Uint8Array(4).fill(1) }, settings);
    expect(views.slice(0, 2).map(({ spec, winner, flips }) => [spec, winner, flips])).toEqual([
      ['gini_evenness@1', 1, false],
      ['gini@1', 1, false],
    ]);
    // Every user gets item 0, or each user a different item, which is more even and so wins.
    const many = Array.from({ length: 30 }, (_, user): [number, number][] => [[user, 1]]);
    const uneven = [run(many.map(() => [0])), run(many.map((_, user) => [user]))];
    const [, gini] = await definitionLens(uneven, qrelsOf(many), 'gini_evenness@1', { knownItems: new Uint8Array(30).fill(1) }, settings);
    expect(gini).toMatchObject({ spec: 'gini@1', winner: 1, lead: { over: 0 } });
    expect(gini.lead?.difference).toBeGreaterThan(0.5);
    expect((await definitionLens(runs, qrels, 'ndcg@1', {}, settings))[0].winner).toBe(0);
  });
});
