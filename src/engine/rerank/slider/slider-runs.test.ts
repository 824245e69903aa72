import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { createRng } from '../../core/rng';
import type { SignalTensor } from '../../model/candidates';
import type { ItemTable } from '../../model/dataset';
import { MovingWeight } from './moving-weight';
import { normalizeTensor, Ranker, type RankingSettings } from '../ranker';
import { signalRegistry } from '../registry';
import { SliderRuns } from './slider-runs';

const itemCount = 60;
const signalIds = signalRegistry.ids.slice(0, 4);
/** Every third item is in category 1. */
const items = {
  ids: { size: itemCount },
  categories: {
    labels: ['rest', 'third'],
    offsets: Int32Array.from({ length: itemCount + 1 }, (_, i) => i),
    codes: Int32Array.from({ length: itemCount }, (_, i) => (i % 3 === 0 ? 1 : 0)),
  },
  creators: { codes: new Int32Array(itemCount).fill(-1) },
} as unknown as ItemTable;

/** Coarse steps produce ties; very different magnitudes make rounding matter. */
const value = fc.oneof(
  fc.integer({ min: -4, max: 4 }).map((n) => n / 4),
  fc.float({ noNaN: true, noDefaultInfinity: true, min: Math.fround(-1e38), max: Math.fround(1e38) }),
  fc.float({ noNaN: true, min: -1, max: 1 }),
  fc.constantFrom(1, 1 + 2 ** -23, 1 - 2 ** -24, 1e-40, 0, -0),
);
const weight = fc.oneof(
  fc.integer({ min: -4, max: 4 }).map((n) => n / 4),
  fc.double({ noNaN: true, min: -100, max: 100 }),
);

const pools = fc.integer({ min: 1, max: 40 }).chain((poolSize) =>
  fc
    .array(
      fc.record({
        items: fc.uniqueArray(fc.integer({ min: 0, max: itemCount - 1 }), { maxLength: poolSize }),
        values: fc.array(value, { minLength: poolSize * signalIds.length, maxLength: poolSize * signalIds.length }),
      }),
      { minLength: 1, maxLength: 4 },
    )
    .map((users): SignalTensor => {
      const tensor = {
        users: Int32Array.from(users, (_, u) => u),
        poolSize,
        counts: Int32Array.from(users, (user) => user.items.length),
        items: new Int32Array(users.length * poolSize).fill(-1),
        signalIds,
        signals: new Float32Array(users.length * poolSize * signalIds.length),
      };
      users.forEach((user, u) => {
        tensor.items.set(user.items, u * poolSize);
        tensor.signals.set(user.values.slice(0, user.items.length * signalIds.length), u * poolSize * signalIds.length);
      });
      return tensor;
    }),
);
const settings = fc.record({
  normalization: fc.constantFrom<RankingSettings['normalization'][]>('none', 'min-max', 'z-score', 'rank'),
  filters: fc.record({
    includeCategories: fc.constantFrom<string[][]>([], ['third']),
    excludeCategories: fc.constantFrom<string[][]>([], ['third']),
    maxPerCreator: fc.constant(null),
  }),
});

const weightsOf = (vector: readonly number[]): Record<string, number> => Object.fromEntries(signalIds.map((id, s) => [id, vector[s] ?? 0]));

describe('SliderRuns', () => {
  it('gives the lists and scores of a full run, bit by bit, for any change of any weight', () => {
    fc.assert(
      fc.property(
        pools,
        settings,
        fc.integer({ min: 1, max: 32 }),
        fc.array(weight, { minLength: 4, maxLength: 4 }),
        fc.array(fc.tuple(fc.oneof({ weight: 4, arbitrary: fc.constant(2) }, { weight: 1, arbitrary: fc.nat(3) }), weight), {
          minLength: 2,
          maxLength: 8,
        }),
        (tensor, { normalization, filters }, length, start, moves) => {
          const normalized = normalizeTensor(tensor, normalization);
          const slider = new SliderRuns({ add: () => undefined, remove: () => undefined });
          const ranker = (vector: readonly number[]): Ranker =>
            new Ranker(tensor, normalized, { weights: weightsOf(vector), normalization, mmrLambda: 1, filters }, items, undefined, length);
          const vector = [...start];
          slider.run(ranker(vector), 'same');
          for (const [signal, moved] of moves) {
            vector[signal] = moved;
            const run = slider.run(ranker(vector), 'same');
            const scratch = ranker(vector).run();
            expect(run.counts).toEqual(scratch.counts);
            expect(run.items).toEqual(scratch.items);
            expect(new BigInt64Array(run.scores.buffer)).toEqual(new BigInt64Array(scratch.scores.buffer));
          }
        },
      ),
      { numRuns: 400 },
    );
  });

  it('keeps candidates whose float32 score equals that of the last one in the list', () => {
    const [userCount, poolSize, length] = [100, 40, 5];
    const rng = createRng(7);
    const tensor: SignalTensor = {
      users: Int32Array.from({ length: userCount }, (_, u) => u),
      poolSize,
      counts: new Int32Array(userCount).fill(poolSize),
      items: Int32Array.from({ length: userCount * poolSize }, (_, i) => (i * 7) % itemCount),
      signalIds,
      // A few units in the last place apart.
      signals: Float32Array.from({ length: userCount * poolSize * signalIds.length }, () => 1 + rng.int(4) * 2 ** -23),
    };
    const filters = { includeCategories: [], excludeCategories: [], maxPerCreator: null };
    const slider = new SliderRuns({ add: () => undefined, remove: () => undefined });
    for (let step = 0; step < 25; step++) {
      const weights = weightsOf([0.1, 0.7 * Math.sin(step), 0.3, -0.05]);
      const ranking: RankingSettings = { weights, normalization: 'none', mmrLambda: 1, filters };
      const ranker = (): Ranker => new Ranker(tensor, tensor.signals, ranking, items, undefined, length);
      expect(slider.run(ranker(), 'same')).toEqual(ranker().run());
    }
  });

  it('holds arrays for one weight at a time, counts them, and releases them on request or when another setting changes', () => {
    const tensor: SignalTensor = {
      users: Int32Array.of(0),
      poolSize: 3,
      counts: Int32Array.of(3),
      items: Int32Array.of(4, 5, 6),
      signalIds,
      signals: Float32Array.from({ length: 12 }, (_, i) => Math.sin(i)),
    };
    const made = vi.spyOn(MovingWeight.prototype, 'run');
    const add = vi.fn<(bytes: number, drop: () => void) => void>();
    const remove = vi.fn<() => void>();
    const slider = new SliderRuns({ add, remove });
    const filters = { includeCategories: [], excludeCategories: [], maxPerCreator: null };
    const run = (vector: readonly number[], key = 'one', mmrLambda = 1): void => {
      const ranking: RankingSettings = { weights: weightsOf(vector), normalization: 'none', mmrLambda, filters };
      const space = { dimensions: 1, vectors: new Float32Array(itemCount) };
      slider.run(new Ranker(tensor, tensor.signals, ranking, items, space, 2), key);
    };
    run([1, 0, 0, 0]);
    expect(add).not.toHaveBeenCalled();
    run([0.5, 0, 0, 0]);
    run([0.2, 0, 0, 0]);
    run([0.2, 0, 0, 0]);
    expect(made).toHaveBeenCalledTimes(3);
    expect(add).toHaveBeenCalledTimes(1);
    expect(add.mock.calls[0]?.[0]).toBeGreaterThan(2 * 4 * 3);
    run([0.2, 1, 0, 0]); // another weight, in the same arrays
    expect(made).toHaveBeenCalledTimes(4);
    expect([add.mock.calls.length, remove.mock.calls.length]).toEqual([1, 0]);
    run([0.1, 1, 0, 0], 'two'); // another setting
    expect([add.mock.calls.length, remove.mock.calls.length]).toEqual([1, 1]);
    run([0.3, 1, 0, 0], 'two');
    expect(made).toHaveBeenCalledTimes(5);
    add.mock.calls[1]?.[1](); // the memory is needed elsewhere
    run([0.4, 1, 0, 0], 'two');
    expect(add).toHaveBeenCalledTimes(3);
    run([0.5, 1, 0, 0], 'two', 0.5); // MMR needs more than scores
    expect(made).toHaveBeenCalledTimes(6);
    made.mockRestore();
  });
});
