import { describe, expect, it } from 'vitest';
import { createDataset, interactionTable, itemTable, userTable } from '../assemble';
import { knownItems, splitStatistics } from './known-items';
import { splitDataset } from './split-dataset';

/** One row per text: "user item time". */
function log(...rows: string[]) {
  const cells = rows.map((text) => text.split(' '));
  const users = [...new Set(cells.map((c) => c[0]))];
  const items = [...new Set(cells.map((c) => c[1]))];
  return createDataset({
    name: 'log',
    users: userTable({ ids: users }),
    items: itemTable({ ids: items }),
    interactions: interactionTable({
      users: cells.map((c) => users.indexOf(c[0])),
      items: cells.map((c) => items.indexOf(c[1])),
      timestampsMs: cells.map((c) => (c[2] === undefined ? NaN : Number(c[2]))),
    }),
  });
}
const split = (dataset: ReturnType<typeof log>, id: string, params = {}, validationFraction = 0, seed = 1) =>
  splitDataset(dataset, { id, params, validationFraction, timeTies: 'id' }, seed);

describe('time', () => {
  const ten = log('a x 1', 'a y 2', 'b x 3', 'b y 4', 'a z 5', 'c x 6', 'c y 7', 'a w 8', 'b w 9', 'd w 10');

  it('tests on the newest fifth by default', () => {
    expect(split(ten, 'time')).toMatchObject({
      train: Int32Array.of(0, 1, 2, 3, 4, 5, 6, 7),
      test: Int32Array.of(8, 9),
      trainEndMs: 8,
      testStartMs: 9,
      respectsTime: true,
    });
  });

  it('keeps interactions of one moment together, at the boundary closer to the requested share', () => {
    // The target is 2 of 10. Timestamp 7 covers positions 6, 7 and 8: with it 4 are tested, without it 1.
    const tied = log('a x 1', 'a y 2', 'b x 3', 'b y 4', 'a z 5', 'c x 6', 'c y 7', 'a w 7', 'b w 7', 'd w 10');
    expect([...split(tied, 'time').test]).toEqual([9]);
    expect([...split(tied, 'time', { fraction: 0.3 }).test]).toEqual([6, 7, 8, 9]);
    expect(split(tied, 'time', { fraction: 0.3 }).respectsTime).toBe(true);
  });

  it('keeps both sides non-empty when one moment holds almost all interactions', () => {
    expect([...split(log('a x 1', 'b x 5', 'c x 5', 'd x 5', 'e x 5'), 'time').test]).toEqual([1, 2, 3, 4]);
  });

  it('includes the moment of the cut date in the test side', () => {
    expect([...split(ten, 'time', { atMs: 5 }).train]).toEqual([0, 1, 2, 3]);
  });

  it('identifies equal test sides whatever settings produced them, and different ones by any change', () => {
    const fingerprint = (params: object, validation = 0): string => split(ten, 'time', params, validation).fingerprint;
    expect(fingerprint({ fraction: 0.2 })).toBe(fingerprint({}));
    expect(fingerprint({ atMs: 9 })).toBe(fingerprint({}));
    expect(fingerprint({ atMs: 8 })).not.toBe(fingerprint({}));
    expect(fingerprint({}, 0.25)).not.toBe(fingerprint({}));
  });

  it('takes the newest part of training for validation', () => {
    const carved = split(ten, 'time', {}, 0.25);
    expect([...carved.train]).toEqual([0, 1, 2, 3, 4, 5]);
    expect([...carved.validation]).toEqual([6, 7]);
    expect([...carved.test]).toEqual([8, 9]);
  });

  it.each([
    ['equal timestamps', log('a x 5', 'b y 5'), {}, 'same timestamp'],
    ['a date before everything', ten, { atMs: 1 }, 'no interaction to train on'],
    ['a date after everything', ten, { atMs: 11 }, 'no interaction to test on'],
    ['a fraction and a date', ten, { atMs: 5, fraction: 0.2 }, 'either a fraction or a date'],
    ['a fraction of 1', ten, { fraction: 1 }, 'split.params.fraction'],
    ['one missing timestamp', log('a x 1', 'b y', 'c z 3'), {}, '1 of 3 interactions have no timestamp'],
  ])('rejects %s', (_, dataset, params, message) => {
    expect(() => split(dataset, 'time', params)).toThrow(message);
  });

  it('excludes interactions without a timestamp on request', () => {
    const partly = split(log('a x 1', 'b y', 'c z 3'), 'time', { withoutTimestamp: 'leave-out', fraction: 0.5 });
    expect(partly).toMatchObject({ train: Int32Array.of(0), test: Int32Array.of(2), unused: Int32Array.of(1), trainEndMs: 1 });
  });
});

describe('leave-last', () => {
  const dataset = log('a x 9', 'a y 1', 'b x 4', 'a z 5', 'b y 3', 'c x 7');

  it('tests on each user’s newest interaction; users with too few stay in training', () => {
    const last = split(dataset, 'leave-last');
    expect([...last.test]).toEqual([0, 2]);
    expect([...last.train]).toEqual([1, 3, 4, 5]);
    expect(last.respectsTime).toBe(false);
    expect([...split(dataset, 'leave-last', { count: 2 }).test]).toEqual([0, 3]);
  });

  it('validates on each user’s newest training interaction', () => {
    expect([...split(dataset, 'leave-last', {}, 0.1).validation]).toEqual([3]);
  });
});

describe('random and k-fold', () => {
  const rows = Array.from({ length: 100 }, (_, i) => `u${i % 10} v${Math.floor(i / 10)} ${i}`);
  const dataset = log(...rows);

  it('tests on the exact requested share, a different one for another seed', () => {
    const first = split(dataset, 'random', { fraction: 0.3 });
    expect(first.test).toHaveLength(30);
    expect(split(dataset, 'random', { fraction: 0.3 }, 0, 2).test).not.toEqual(first.test);
    expect(split(dataset, 'random', { fraction: 0.3 }, 0.5).validation).toHaveLength(35);
  });

  it('moves at most one interaction when a row is appended', () => {
    const folds = (data: typeof dataset) => [...split(data, 'random', { fraction: 0.3 }).test];
    const before = new Set(folds(dataset));
    const after = folds(log(...rows, 'u11 v0 5')).filter((p) => p < 100);
    expect(after.filter((p) => !before.has(p)).length).toBeLessThanOrEqual(1);
  });

  it('keeps repeated views of a user–item pair on one side', () => {
    const repeated = log(...rows, ...rows);
    const tested = new Set(split(repeated, 'random').test);
    for (let p = 0; p < 100; p++) expect(tested.has(p)).toBe(tested.has(p + 100));
  });

  it('makes folds that are disjoint, equal in size and cover all interactions', () => {
    const folds = [1, 2, 3, 4, 5].map((fold) => split(dataset, 'k-fold', { folds: 5, fold }));
    expect(folds.map((fold) => fold.test.length)).toEqual([20, 20, 20, 20, 20]);
    expect(new Set(folds.flatMap((fold) => [...fold.test])).size).toBe(100);
    expect(new Set(folds.map((fold) => fold.fingerprint)).size).toBe(5);
    expect(() => split(dataset, 'k-fold', { folds: 5, fold: 6 })).toThrow('fold must not exceed folds');
  });
});

describe('predefined', () => {
  const dataset = log('a x 1', 'b y 2', 'c z 9', 'a y 3', 'b x 4');

  it('tests on the last interactions of the table and reports whether the split respects time', () => {
    expect(split(dataset, 'predefined', { testCount: 2 })).toMatchObject({
      train: Int32Array.of(0, 1, 2),
      test: Int32Array.of(3, 4),
      respectsTime: false,
    });
  });

  it('rejects a test file that leaves no training data', () => {
    expect(() => split(dataset, 'predefined', { testCount: 5 })).toThrow('leaves none of 5');
    expect(() => split(dataset, 'predefined')).toThrow('split.params.testCount');
  });
});

describe('unseen-users', () => {
  const rows = Array.from({ length: 120 }, (_, i) => `u${i % 12} v${Math.floor(i / 12)} ${i}`);
  const dataset = log(...rows, 'single v0 500');
  const held = split(dataset, 'unseen-users', { fraction: 0.25, foldInFraction: 0.7 });
  const usersOf = (positions: Int32Array) => new Set([...positions].map((p) => dataset.interactions.users[p]));

  it('trains on no interaction of a test user', () => {
    expect(usersOf(held.test).size).toBe(3);
    for (const user of usersOf(held.test)) expect(usersOf(held.train).has(user)).toBe(false);
  });

  it('uses the earlier part of their history as input and the later part as test', () => {
    expect(held.foldIn).toHaveLength(21);
    expect(held.test).toHaveLength(9);
    expect([...held.foldIn!].every((p) => held.unused.includes(p))).toBe(true);
    const newestKnown = Math.max(...[...held.foldIn!].map((p) => dataset.interactions.timestampsMs[p]));
    expect(Math.min(...[...held.test].map((p) => dataset.interactions.timestampsMs[p]))).toBeGreaterThan(newestKnown);
  });

  it('never holds out a user with a single interaction', () => {
    expect(held.train).toContain(120);
  });

  it('validates on different users from those it tests on', () => {
    const carved = split(dataset, 'unseen-users', { fraction: 0.25 }, 0.25);
    const [validated, tested, trained] = [usersOf(carved.validation), usersOf(carved.test), usersOf(carved.train)];
    expect(validated.size).toBe(2);
    for (const user of validated) expect(tested.has(user) || trained.has(user)).toBe(false);
  });
});

describe('k-core', () => {
  it('repeats the removal until every remaining user and item has k interactions', () => {
    // d has one video; without d, w has one user (c); without w, c has one video (x); a, b with x, y remain.
    const chain = log('a x 1', 'a y 2', 'b x 3', 'b y 4', 'c x 5', 'c w 6', 'd w 7');
    const core = split(chain, 'time', { fraction: 0.5, minimumUserInteractions: 2, minimumItemInteractions: 2 });
    expect([...core.unused]).toEqual([4, 5, 6]);
  });

  it('counts a repeated pair once', () => {
    const again = log('a x 1', 'a x 2', 'b x 3', 'b y 4');
    expect([...split(again, 'time', { fraction: 0.5, minimumUserInteractions: 2 }).unused]).toEqual([0, 1]);
  });
});

describe('known items and statistics', () => {
  const base = log('a x 1', 'a y 2', 'b y 3', 'c z 4', 'a w 5');
  const published = (publishedAtMs: number[]) =>
    createDataset({ ...base, items: itemTable({ ids: ['x', 'y', 'z', 'w', 'unwatched'], publishedAtMs }) });

  it('includes items published or watched by the end of training', () => {
    const dataset = published([NaN, 2, 3, 4.5, 0]);
    const cut = split(dataset, 'time', { atMs: 4 });
    // x: watched; y: watched; z: published at 3, first watched at 4; w: not published yet; unwatched: published at 0.
    expect([...knownItems(dataset, cut)]).toEqual([1, 1, 1, 0, 1]);
  });

  it('without publication dates, includes only items watched in training', () => {
    const dataset = published([NaN, NaN, NaN, NaN, NaN]);
    expect([...knownItems(dataset, split(dataset, 'time', { atMs: 4 }))]).toEqual([1, 1, 0, 0, 0]);
  });

  it('counts users, items and cold-start users and items', () => {
    const statistics = splitStatistics(base, split(base, 'time', { atMs: 4 }));
    expect(statistics.train).toEqual({ interactions: 3, users: 2, items: 2, warmUsers: 2, coldUsers: 0, warmItems: 2, coldItems: 0 });
    expect(statistics.test).toEqual({ interactions: 2, users: 2, items: 2, warmUsers: 1, coldUsers: 1, warmItems: 0, coldItems: 2 });
  });
});
