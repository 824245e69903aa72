import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createRng } from '#engine/core/rng';
import type { AnnIndex } from '#engine/ann/port';
import type { VectorSearchOptions } from '#engine/model/search';
import { clusteredVectors, referenceNeighbours } from './ann-reference';
import type { BackendCase, TypeCase } from './ann-cases';

const n = 4000;
const d = 16;
const queryCount = 12;
const vectors = clusteredVectors(n, d, 2);
const queries = clusteredVectors(queryCount, d, 2).map((value, i) => value + 0.3 * Math.sin(i));
const queryOf = (q: number): Float32Array => queries.subarray(q * d, (q + 1) * d);

/** Ids of a share of the vectors, drawn separately for each share, and of whole clusters, which are adjacent in an index. */
const drawn = (share: number): Int32Array => {
  const rng = createRng(`share ${share}`);
  return Int32Array.from(Array.from({ length: n }, (_, id) => id).filter(() => rng.next() < share));
};
const sharesAllowed = [0.001, 0.01, 0.1, 0.5];
const filters: readonly { name: string; filter?: VectorSearchOptions['filter'] }[] = [
  { name: 'no filter' },
  ...sharesAllowed.map((share) => ({ name: `${100 * share} % allowed`, filter: { allow: drawn(share) } })),
  ...sharesAllowed.map((share) => ({ name: `${100 * share} % not denied`, filter: { deny: drawn(1 - share) } })),
  { name: 'one cluster allowed', filter: { allow: Int32Array.from({ length: n / 20 }, (_, i) => 20 * i + 7) } },
];

const allowedBy = (filter: VectorSearchOptions['filter'], denied: ReadonlySet<number>): ((id: number) => boolean) => {
  const listed = new Set(filter && ('allow' in filter ? filter.allow : filter.deny));
  return (id) => !denied.has(id) && (!filter || listed.has(id) === 'allow' in filter);
};

/** Denied ids of users with long histories: the best results and more; lists of different lengths, one of them empty. */
const denials = Array.from({ length: queryCount }, (_, q) =>
  Int32Array.from(referenceNeighbours('inner-product', vectors, d, queryOf(q), 25 * q).map(({ id }) => id)).sort(),
);

interface Answer {
  readonly recall: number;
  readonly clampedBecause: string | undefined;
}

/** Searches, checks that every row is as long as possible and has only eligible ids, and returns the share of true neighbours. */
async function ask(index: AnnIndex, options: VectorSearchOptions): Promise<Answer> {
  const { neighborCount: k, filter, deny } = options;
  const found = await index.search(queries, options);
  let hits = 0;
  let expectedCount = 0;
  for (let q = 0; q < queryCount; q++) {
    const eligible = allowedBy(filter, new Set(deny?.[q]));
    const truth = referenceNeighbours('inner-product', vectors, d, queryOf(q), k, eligible).map(({ id }) => id);
    const ids = [...found.ids.subarray(q * k, (q + 1) * k)];
    const present = ids.filter((id) => id >= 0);
    expect(present).toHaveLength(truth.length);
    expect(new Set(present).size).toBe(present.length);
    expect(present.filter((id) => !eligible(id))).toEqual([]);
    expect(ids.slice(present.length).every((id) => id === -1)).toBe(true);
    const own = new Set(present);
    hits += truth.filter((id) => own.has(id)).length;
    expectedCount += truth.length;
  }
  return { recall: expectedCount === 0 ? 1 : hits / expectedCount, clampedBecause: found.clampedBecause };
}

/** Filters and denied ids: no type may answer with fewer neighbours than exist. */
export function annFiltersSuite({ name, backend, types, unavailable, start }: BackendCase): void {
  describe.skipIf(unavailable !== undefined)(`backend ${name}${unavailable === undefined ? '' : ` (${unavailable})`}`, () => {
    let stop: (() => Promise<void>) | undefined;
    beforeAll(async () => {
      stop = await start?.();
    }, 120_000);
    const indexes = new Map<string, Promise<AnnIndex>>();
    const indexOf = ({ type }: TypeCase): Promise<AnnIndex> => {
      const made =
        indexes.get(type) ??
        (async () => {
          const index = backend.create({ dimensions: d, metric: 'inner-product', type });
          await index.add(vectors);
          return index;
        })();
      indexes.set(type, made);
      return made;
    };
    afterAll(async () => {
      for (const index of await Promise.all(indexes.values())) index.dispose();
      await stop?.();
    });

    describe.each(types)('type $type', (typeCase) => {
      it.each(filters)('returns fewer than requested only if fewer exist: $name', async ({ filter }) => {
        const index = await indexOf(typeCase);
        for (const deny of [undefined, denials]) {
          const { recall, clampedBecause } = await ask(index, { neighborCount: 10, ...(filter && { filter }), ...(deny && { deny }) });
          expect(recall).toBeGreaterThanOrEqual(typeCase.filteredRecall);
          const fewest = Math.min(
            ...Array.from({ length: queryCount }, (_, q) => {
              const eligible = allowedBy(filter, new Set(deny?.[q]));
              return Array.from({ length: n }, (_, id) => id).filter(eligible).length;
            }),
          );
          if (fewest >= 10) expect(clampedBecause).toBeUndefined();
          else expect(clampedBecause).toContain(`leave ${fewest} of 4000 vectors`);
        }
      });

      it.each([n - 1, n, n + 5])('finds all vectors when %i are requested', async (neighborCount) => {
        const index = await indexOf(typeCase);
        const all = await ask(index, { neighborCount });
        expect(all.recall).toBeGreaterThan(0.999);
        if (neighborCount > n) expect(all.clampedBecause).toContain('the index has 4000 vectors');
        else expect(all.clampedBecause).toBeUndefined();
        const { clampedBecause } = await ask(index, { neighborCount, deny: denials, filter: { deny: Int32Array.of(1, 2, 3) } });
        expect(clampedBecause).toMatch(/^\d+ neighbours were requested; .*vectors/);
      });

      it('applies each query’s own denied ids, alone or in a batch', async () => {
        const index = await indexOf(typeCase);
        const together = await index.search(queries, { neighborCount: 10, deny: denials });
        for (const q of [0, 5, queryCount - 1]) {
          const alone = await index.search(queryOf(q), { neighborCount: 10, deny: [denials[q] ?? new Int32Array(0)] });
          expect(alone.ids).toEqual(together.ids.slice(q * 10, (q + 1) * 10));
        }
        const unknown = await index.search(queries, { neighborCount: 10, deny: denials.map(() => Int32Array.of(-5, n + 1, 3, 3)) });
        expect([...unknown.ids].filter((id) => id < 0 || id === 3)).toEqual([]);
      });

      it('rejects denied ids without one list per query', async () => {
        const index = await indexOf(typeCase);
        await expect(index.search(queries, { neighborCount: 1, deny: denials.slice(1) })).rejects.toMatchObject({
          code: 'INVALID_ARGUMENT',
          details: { place: 'deny' },
        });
      });
    });
  });
}
