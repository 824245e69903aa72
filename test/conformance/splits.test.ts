import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createDataset, interactionTable, itemTable, userTable } from '#engine/dataset/assemble';
import { splitRegistry } from '#engine/dataset/splits/registry';
import { splitDataset } from '#engine/dataset/splits/split-dataset';
import type { Dataset } from '#engine/model/dataset';
import type { Split } from '#engine/model/split';
import type { SplitSettings } from '#shared/schemas/experiment';

interface Row {
  readonly user: number;
  readonly item: number;
  readonly time: number;
}
const row = fc.record({ user: fc.nat(11), item: fc.nat(14), time: fc.nat(30) });
/** Few distinct times and pairs, so that ties at the cut and repeated views are frequent. */
const logs = fc.array(row, { minLength: 30, maxLength: 120 });

function datasetOf(rows: readonly Row[], timed = true): Dataset {
  return createDataset({
    name: 'log',
    users: userTable({ ids: Array.from({ length: 12 }, (_, i) => `u${i}`) }),
    items: itemTable({ ids: Array.from({ length: 15 }, (_, i) => `v${i}`) }),
    interactions: interactionTable({
      users: rows.map((r) => r.user),
      items: rows.map((r) => r.item),
      ...(timed && { timestampsMs: rows.map((r) => r.time * 1000) }),
    }),
  });
}

const settingsOf = (id: string, params: Record<string, unknown> = {}, validationFraction = 0): SplitSettings => ({
  id,
  params: id === 'predefined' ? { testCount: 7, ...params } : params,
  validationFraction,
  timeTies: 'id',
});

/** The split, or undefined when the log leaves nothing to train or test on (a documented refusal). */
function attempt(dataset: Dataset, settings: SplitSettings, seed = 1): Split | undefined {
  try {
    return splitDataset(dataset, settings, seed);
  } catch (error) {
    expect(error).toMatchObject({ code: 'INVALID_ARGUMENT' });
    return undefined;
  }
}

const partsOf = (split: Split): Int32Array[] => [split.train, split.validation, split.test, split.unused];

/** Each interaction as text with its part: the result of a split, independent of row order. */
function described(dataset: Dataset, split: Split): string[] {
  const { users, items, timestampsMs } = dataset.interactions;
  return partsOf(split)
    .flatMap((positions, part) => [...positions].map((p) => `${users[p]} ${items[p]} ${timestampsMs[p]} ${part}`))
    .sort();
}

describe.each(splitRegistry.list().map((entry) => [entry.id, entry] as const))('split %s', (id, entry) => {
  it.each([0, 0.25])('is a partition with ascending positions (validation %s)', (validationFraction) => {
    fc.assert(
      fc.property(logs, fc.nat(1000), (rows, seed) => {
        const dataset = datasetOf(rows);
        const split = attempt(dataset, settingsOf(id, {}, validationFraction), seed);
        if (!split) return;
        const positions = partsOf(split).flatMap((part) => [...part]);
        expect(positions.sort((a, b) => a - b)).toEqual(rows.map((_, i) => i));
        for (const part of partsOf(split)) for (let i = 1; i < part.length; i++) expect(part[i]).toBeGreaterThan(part[i - 1]);
        expect(split.train.length).toBeGreaterThan(0);
        expect(split.test.length).toBeGreaterThan(0);
        if (validationFraction === 0) expect(split.validation).toHaveLength(0);
      }),
      { numRuns: 60 },
    );
  });

  it('declares correctly whether it respects time', () => {
    fc.assert(
      fc.property(logs, (rows) => {
        const split = attempt(datasetOf(rows), settingsOf(id, {}, 0.2));
        if (!split) return;
        const newestTrained = Math.max(...[...split.train].map((p) => rows[p].time * 1000));
        const oldestTested = Math.min(...[...split.test].map((p) => rows[p].time * 1000));
        expect(split.trainEndMs).toBe(newestTrained);
        expect(split.testStartMs).toBe(oldestTested);
        expect(split.respectsTime).toBe(oldestTested >= newestTrained);
      }),
      { numRuns: 60 },
    );
  });

  it('gives the same split for the same seed', () => {
    fc.assert(
      fc.property(logs, fc.nat(1000), (rows, seed) => {
        const settings = settingsOf(id, {}, 0.2);
        expect(attempt(datasetOf(rows), settings, seed)).toEqual(attempt(datasetOf(rows), settings, seed));
      }),
      { numRuns: 20 },
    );
  });

  it.skipIf(id === 'predefined')('does not depend on the order of the interactions', () => {
    fc.assert(
      fc.property(logs, fc.infiniteStream(fc.nat(1_000_000)), (rows, keys) => {
        const shuffled = rows
          .map((r) => ({ r, key: keys.next().value as number }))
          .sort((a, b) => a.key - b.key)
          .map(({ r }) => r);
        const [first, second] = [datasetOf(rows), datasetOf(shuffled)];
        const settings = settingsOf(id, {}, 0.2);
        const [a, b] = [attempt(first, settings), attempt(second, settings)];
        expect(a === undefined).toBe(b === undefined);
        if (a && b) expect(described(second, b)).toEqual(described(first, a));
      }),
      { numRuns: 60 },
    );
  });

  it('has a fingerprint that depends on the dataset and on the parts', () => {
    // Three videos with a single interaction, which a 2-core removes.
    const rows = Array.from({ length: 60 }, (_, i) => ({
      user: i % 12,
      item: i % 20 === 3 ? 12 + Math.floor(i / 20) : (i * 7 + Math.floor(i / 12)) % 12,
      time: i,
    }));
    const dataset = datasetOf(rows);
    const base = splitDataset(dataset, settingsOf(id), 1).fingerprint;
    expect(splitDataset(dataset, settingsOf(id), 1).fingerprint).toBe(base);
    expect(splitDataset(dataset, settingsOf(id, {}, 0.1), 1).fingerprint).not.toBe(base);
    expect(splitDataset(dataset, settingsOf(id, { minimumItemInteractions: 2 }), 1).fingerprint).not.toBe(base);
    expect(splitDataset(datasetOf(rows.slice(1)), settingsOf(id), 1).fingerprint).not.toBe(base);
    const other = splitDataset(dataset, settingsOf(id), 2);
    const sameParts = [...other.test].join() === [...splitDataset(dataset, settingsOf(id), 1).test].join();
    expect(other.fingerprint === base).toBe(sameParts);
    expect(entry.isRandom || sameParts).toBe(true);
  });

  it('removes and counts interactions outside the k-core', () => {
    fc.assert(
      fc.property(logs, (rows) => {
        const split = attempt(datasetOf(rows), settingsOf(id, { minimumUserInteractions: 3, minimumItemInteractions: 2 }));
        if (!split) return;
        const foldIn = new Set(split.foldIn);
        const removed = [...split.unused].filter((p) => !foldIn.has(p));
        const kept = rows.filter((_, p) => !removed.includes(p));
        for (const { user, item } of kept) {
          expect(new Set(kept.filter((r) => r.user === user).map((r) => r.item)).size).toBeGreaterThanOrEqual(3);
          expect(new Set(kept.filter((r) => r.item === item).map((r) => r.user)).size).toBeGreaterThanOrEqual(2);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('works without timestamps or lists the splits that do', () => {
    const rows = Array.from({ length: 60 }, (_, i) => ({ user: i % 12, item: (i * 7) % 15, time: 0 }));
    const split = (): Split => splitDataset(datasetOf(rows, false), settingsOf(id), 1);
    if (!entry.needsTimestamps) {
      expect(split()).toMatchObject({ trainEndMs: NaN, testStartMs: NaN, respectsTime: false });
      return;
    }
    expect(split).toThrow('60 of 60 interactions have no timestamp');
    try {
      split();
    } catch (error) {
      expect((error as { details: { remedy: string } }).details.remedy).toBe(
        'Use a split that works without: random, k-fold, predefined, unseen-users',
      );
    }
  });

  it('rejects unknown parameters and names their place', () => {
    expect(() => splitDataset(datasetOf([]), settingsOf(id, { nonsense: 1 }), 1)).toThrow('split.params');
  });
});

describe('no leak', () => {
  const timesOf = (rows: readonly Row[], positions: Int32Array): number[] => [...positions].map((p) => rows[p].time);

  it('by time: validation is later than training, and test later than both', () => {
    fc.assert(
      fc.property(logs, fc.double({ min: 0.05, max: 0.95, noNaN: true }), (rows, fraction) => {
        const split = attempt(datasetOf(rows), settingsOf('time', { fraction }, 0.3));
        if (!split) return;
        const newestTrained = Math.max(...timesOf(rows, split.train));
        const oldestTested = Math.min(...timesOf(rows, split.test));
        expect(split.respectsTime).toBe(true);
        expect(newestTrained).toBeLessThan(oldestTested);
        for (const time of timesOf(rows, split.validation)) {
          expect(time).toBeGreaterThan(newestTrained);
          expect(time).toBeLessThan(oldestTested);
        }
      }),
    );
  });

  it('leave-last: no user is trained on interactions later than their test interaction', () => {
    fc.assert(
      fc.property(logs, fc.integer({ min: 1, max: 4 }), (rows, count) => {
        const split = attempt(datasetOf(rows), settingsOf('leave-last', { count }, 0.2));
        if (!split) return;
        for (let user = 0; user < 12; user++) {
          const own = (positions: Int32Array): number[] =>
            timesOf(
              rows,
              positions.filter((p) => rows[p].user === user),
            );
          const [train, validation, test] = [own(split.train), own(split.validation), own(split.test)];
          expect([0, count]).toContain(test.length);
          for (const later of test) for (const earlier of [...train, ...validation]) expect(earlier).toBeLessThanOrEqual(later);
          for (const later of validation) for (const earlier of train) expect(earlier).toBeLessThanOrEqual(later);
        }
      }),
    );
  });

  it('unseen users: no user is on two sides, and every test user has a history', () => {
    fc.assert(
      fc.property(logs, fc.nat(1000), (rows, seed) => {
        const split = attempt(datasetOf(rows), settingsOf('unseen-users', { fraction: 0.4 }, 0.3), seed);
        if (!split) return;
        const usersOf = (positions: Iterable<number>): Set<number> => new Set([...positions].map((p) => rows[p].user));
        const [train, validation, test, known] = [split.train, split.validation, split.test, split.foldIn ?? []].map(usersOf);
        for (const user of test) expect([train.has(user), validation.has(user), known.has(user)]).toEqual([false, false, true]);
        for (const user of validation) expect([train.has(user), known.has(user)]).toEqual([false, true]);
      }),
    );
  });

  it('k-fold: every interaction is tested exactly once', () => {
    fc.assert(
      fc.property(logs, fc.integer({ min: 2, max: 4 }), (rows, folds) => {
        const splits = Array.from({ length: folds }, (_, i) => attempt(datasetOf(rows), settingsOf('k-fold', { folds, fold: i + 1 })));
        if (splits.some((split) => !split)) return;
        const tested = splits.flatMap((split) => [...split!.test]).sort((a, b) => a - b);
        expect(tested).toEqual(rows.map((_, i) => i));
      }),
    );
  });

  it('random and k-fold: views of one pair are never on both sides', () => {
    fc.assert(
      fc.property(logs, fc.constantFrom('random', 'k-fold'), (rows, id) => {
        const split = attempt(datasetOf(rows), settingsOf(id));
        if (!split) return;
        const pairs = (positions: Int32Array): Set<string> => new Set([...positions].map((p) => `${rows[p].user} ${rows[p].item}`));
        const trained = pairs(split.train);
        for (const pair of pairs(split.test)) expect(trained.has(pair)).toBe(false);
      }),
    );
  });
});

it('rejects an unknown split and lists the known ones', () => {
  expect(() => splitDataset(datasetOf([]), settingsOf('tim'), 1)).toThrow(
    /“tim”.*time, leave-last, random, k-fold, predefined, unseen-users/,
  );
});
