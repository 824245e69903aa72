import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createRng } from '#engine/core/rng';
import type { AnnBackend, AnnIndex, AnnIndexSettings, AnnMetric } from '#engine/ann/port';
import type { BackendCase } from './ann-cases';
import { clusteredVectors, referenceNeighbours, scoreOf } from './ann-reference';

const n = 1200;
const d = 16;
const k = 10;
const vectors = clusteredVectors(n, d, 1);
const queries = clusteredVectors(40, d, 1).map((value, i) => value + 0.2 * Math.sin(i));
const queryOf = (q: number): Float32Array => queries.subarray(q * d, (q + 1) * d);
const metrics: readonly AnnMetric[] = ['inner-product', 'l2', 'cosine'];

const opened: AnnIndex[] = [];
afterEach(() => opened.splice(0).forEach((index) => index.dispose()));

function create(backend: AnnBackend, settings: Partial<AnnIndexSettings> & { type: string }): AnnIndex {
  const index = backend.create({ dimensions: d, metric: 'inner-product', ...settings });
  opened.push(index);
  return index;
}

const row = <Values extends Int32Array | Float32Array>(values: Values, q: number, width = k): number[] =>
  Array.from(values.subarray(q * width, (q + 1) * width));

/** What every backend must guarantee, for each of its types. */
export function annSuite({ name, backend, types, unavailable, start, randomIndexes = 30 }: BackendCase): void {
  describe.skipIf(unavailable !== undefined)(`backend ${name}${unavailable === undefined ? '' : ` (${unavailable})`}`, () => {
    let stop: (() => Promise<void>) | undefined;
    beforeAll(async () => {
      stop = await start?.();
    }, 120_000);
    afterAll(() => stop?.());
    describe.each(types)('type $type', ({ type, recall, tolerance, search = {} }) => {
      it.each(metrics)('finds the neighbours by %s, best first, with their scores', async (metric) => {
        const index = create(backend, { type, metric });
        await index.add(vectors);
        const found = await index.search(queries, { neighborCount: k, ...search });
        let hits = 0;
        for (let q = 0; q < 40; q++) {
          const expected = new Set(referenceNeighbours(metric, vectors, d, queryOf(q), k).map(({ id }) => id));
          const ids = row(found.ids, q);
          const scores = row(found.scores, q);
          expect(new Set(ids).size).toBe(k);
          ids.forEach((id, i) => {
            if (expected.has(id)) hits++;
            const exact = scoreOf(metric, queryOf(q), vectors.subarray(id * d, (id + 1) * d));
            expect(Math.abs((scores[i] ?? NaN) - exact)).toBeLessThanOrEqual(tolerance * Math.max(1, Math.abs(exact)));
            if (i > 0) expect(scores[i - 1]).toBeGreaterThanOrEqual(scores[i] ?? NaN);
          });
        }
        expect(hits / (40 * k)).toBeGreaterThanOrEqual(recall);
        expect(index.stats()).toMatchObject({ count: n, dimensions: d });
      });

      it('returns allowed ids only, and no denied ones', async () => {
        const index = create(backend, { type });
        await index.add(vectors);
        const few = Int32Array.of(3, 700, 44, 1100, 9);
        const allowed = await index.search(queryOf(0), { neighborCount: k, ...search, nprobe: 16, filter: { allow: few } });
        expect(new Set(row(allowed.ids, 0))).toEqual(new Set([...few, -1]));
        expect(row(allowed.scores, 0).slice(5)).toEqual(Array(5).fill(-Infinity));
        const best = await index.search(queries, { neighborCount: k, ...search });
        const deny = Int32Array.from(new Set(best.ids));
        const denied = await index.search(queries, { neighborCount: k, ...search, filter: { deny } });
        expect(row(denied.ids, 0).every((id) => id >= 0)).toBe(true);
        expect([...denied.ids].filter((id) => deny.includes(id))).toEqual([]);
      });

      it('keeps the given ids, and never finds removed ones', async () => {
        const index = create(backend, { type });
        const ids = Int32Array.from({ length: n }, (_, i) => 5 * i + 100_000);
        await index.add(vectors, ids);
        const before = await index.search(queries, { neighborCount: k, ...search });
        expect([...before.ids].every((id) => id >= 100_000 && id % 5 === 0)).toBe(true);
        const removedIds = Int32Array.from(new Set(row(before.ids, 0)));
        expect(await index.remove(Int32Array.from([...removedIds, 7, -3]))).toBe(removedIds.length);
        expect(await index.remove(removedIds)).toBe(0);
        const after = await index.search(queries, { neighborCount: k, ...search });
        expect([...after.ids].filter((id) => removedIds.includes(id))).toEqual([]);
        expect(index.stats().count).toBe(n - removedIds.length);
        await index.add(vectors.subarray(0, d), Int32Array.of(removedIds[0] ?? 0));
        const own = await index.search(vectors.subarray(0, d), { neighborCount: n, ...search, nprobe: 16, efSearch: n });
        expect([...own.ids]).toContain(removedIds[0]);
      });

      it('is unchanged by serialisation', async () => {
        const index = create(backend, { type, metric: 'cosine' });
        await index.add(vectors);
        await index.remove(Int32Array.of(0, 17, 18, 600));
        const again = await backend.deserialize(await index.serialize(), { dimensions: d, metric: 'cosine', type });
        opened.push(again);
        const [before, after] = await Promise.all([index, again].map((i) => i.search(queries, { neighborCount: k, ...search })));
        expect(after?.ids).toEqual(before?.ids);
        expect(after?.scores).toEqual(before?.scores);
        expect(again.stats().count).toBe(n - 4);
        expect([...(after?.ids ?? [])].filter((id) => [0, 17, 18, 600].includes(id))).toEqual([]);
      });

      it('searches an empty index and returns padding', async () => {
        const found = await create(backend, { type }).search(queryOf(0), { neighborCount: 3 });
        expect([...found.ids]).toEqual([-1, -1, -1]);
        expect([...found.scores]).toEqual([-Infinity, -Infinity, -Infinity]);
      });

      it('returns the same results for one query and for a batch, on one thread and on two', async () => {
        const answers = [];
        for (const params of backend.id === 'faiss' ? [{ threads: 1 }, { threads: 2 }] : [{}]) {
          const index = create(backend, { type, params });
          await index.add(vectors);
          answers.push(await index.search(queries, { neighborCount: k, ...search }));
          const one = await index.search(queryOf(7), { neighborCount: k, ...search });
          expect(one.ids).toEqual(answers[0]?.ids.slice(7 * k, 8 * k));
          if (tolerance < 1e-5) expect(one.scores).toEqual(answers[0]?.scores.slice(7 * k, 8 * k));
        }
        expect(answers.at(-1)?.ids).toEqual(answers[0]?.ids);
      });
    });

    describe.each(types.filter(({ trainable, tolerance }) => !trainable && tolerance < 1e-5))('type $type, exact results', ({ type }) => {
      const small = async (metric: AnnMetric, values: readonly number[], ids?: Int32Array): Promise<AnnIndex> => {
        const index = create(backend, { type, metric, dimensions: 3 });
        await index.add(Float32Array.from(values), ids);
        return index;
      };

      it('finds one vector, and pads if more are requested than exist', async () => {
        const index = await small('inner-product', [1, 2, 3]);
        const found = await index.search(Float32Array.of(1, 1, 1, 0, 0, -1), { neighborCount: 3 });
        expect([...found.ids]).toEqual([0, -1, -1, 0, -1, -1]);
        expect([...found.scores]).toEqual([6, -Infinity, -Infinity, -3, -Infinity, -Infinity]);
        expect(found.neighborCount).toBe(3);
      });

      it.each([
        ['inner-product', 5],
        ['l2', 0],
        ['cosine', 1],
      ] as const)('breaks ties by the smaller id (%s)', async (metric, score) => {
        const ids = Int32Array.of(90, 12, 55, 3, 71, 40);
        const index = await small(metric, Array.from({ length: 6 }, () => [0, 1, 2]).flat(), ids);
        const found = await index.search(Float32Array.of(0, 1, 2), { neighborCount: 4 });
        expect([...found.ids]).toEqual([3, 12, 40, 55]);
        for (const value of found.scores) expect(value).toBeCloseTo(score, 6);
        const without = await index.search(Float32Array.of(0, 1, 2), { neighborCount: 4, filter: { deny: Int32Array.of(3, 40) } });
        expect([...without.ids]).toEqual([12, 55, 71, 90]);
      });

      it('scores 0 for a zero vector under cosine, never NaN', async () => {
        const index = await small('cosine', [0, 0, 0, 3, 4, 0, -3, -4, 0]);
        const found = await index.search(Float32Array.of(3, 4, 0, 0, 0, 0), { neighborCount: 3 });
        expect([...found.ids]).toEqual([1, 0, 2, 0, 1, 2]);
        [1, 0, -1, 0, 0, 0].forEach((score, i) => expect(found.scores[i]).toBeCloseTo(score, 6));
      });

      it(`agrees with float64 on ${10 * randomIndexes} random cases to 1e-5`, async () => {
        const rng = createRng('ann cases');
        for (let round = 0; round < randomIndexes; round++) {
          const metric = metrics[round % 3] ?? 'l2';
          const dimensions = 1 + rng.int(40);
          const count = 1 + rng.int(60);
          const stored = Float32Array.from({ length: count * dimensions }, () => rng.normal());
          const index = create(backend, { type, metric, dimensions });
          await index.add(stored);
          const queryVectors = Float32Array.from({ length: 10 * dimensions }, () => rng.normal());
          const found = await index.search(queryVectors, { neighborCount: 5, efSearch: 200 });
          for (let q = 0; q < 10; q++) {
            const query = queryVectors.subarray(q * dimensions, (q + 1) * dimensions);
            referenceNeighbours(metric, stored, dimensions, query, 5).forEach(({ score }, i) => {
              expect(Math.abs((found.scores[q * 5 + i] ?? NaN) - score)).toBeLessThanOrEqual(1e-5 * Math.max(1, Math.abs(score)));
            });
          }
        }
      });

      it.each([
        ['numbers that fill no whole row', (index: AnnIndex) => index.add(new Float32Array(4))],
        ['NaN', (index: AnnIndex) => index.add(Float32Array.of(1, 2, 3, 1, NaN, 3))],
        ['an infinity', (index: AnnIndex) => index.add(Float32Array.of(1, 2, Infinity))],
        ['too few ids', (index: AnnIndex) => index.add(new Float32Array(6), Int32Array.of(1))],
        ['a query of another length', (index: AnnIndex) => index.search(new Float32Array(2), { neighborCount: 1 })],
        ['no neighbours', (index: AnnIndex) => index.search(new Float32Array(3), { neighborCount: 0 })],
        ['half a neighbour', (index: AnnIndex) => index.search(new Float32Array(3), { neighborCount: 1.5 })],
      ])('rejects %s and stays unchanged', async (_, misuse) => {
        const index = await small('inner-product', [1, 0, 0, 0, 1, 0]);
        await expect(misuse(index)).rejects.toMatchObject({ name: 'RankLabError', code: 'INVALID_ARGUMENT' });
        expect(index.stats().count).toBe(2);
        expect([...(await index.search(Float32Array.of(0, 1, 0), { neighborCount: 1 })).ids]).toEqual([1]);
      });
    });
  });
}
