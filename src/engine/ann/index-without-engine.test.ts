import { expect, it, vi } from 'vitest';
import { RankLabError } from '#shared/errors';
import { ExactIndex } from './exact-index';
import { IndexWithoutEngine } from './index-without-engine';
import type { AnnIndex, AnnIndexSettings } from './port';

const settings: AnnIndexSettings = { dimensions: 2, metric: 'inner-product', type: 'HNSW32' };
const vectors = Float32Array.of(1, 0, 2, 0, 3, 0);
const query = Float32Array.of(1, 0);
const down = new RankLabError('UNAVAILABLE', 'PostgreSQL at db:5432/x cannot be reached');
const options = { neighborCount: 2 };
const now = (): number => performance.now();

/** An index of the engine; `open` fails with the errors in turn, then succeeds. */
async function opening(...failures: readonly RankLabError[]): Promise<{ index: AnnIndex; engine: ExactIndex; attempts: () => number }> {
  const engine = new ExactIndex(settings);
  await engine.add(vectors);
  let attempts = 0;
  const open = async (): Promise<AnnIndex> => {
    const failure = failures[attempts++];
    if (failure) throw failure;
    return engine;
  };
  return {
    index: await IndexWithoutEngine.over(vectors, settings, { because: down, open, now, pauseMs: 0 }),
    engine,
    attempts: () => attempts,
  };
}

/** Searches until one is no scan in place of the engine. Each lets the engine be tried again, in the background. `failures`: what they threw. */
async function untilAnswered(index: AnnIndex): Promise<{ ids: readonly number[]; failures: readonly string[] }> {
  const failures: string[] = [];
  for (;;) {
    try {
      const { ids, degradedBecause } = await index.search(query, options);
      if (degradedBecause === undefined) return { ids: [...ids], failures };
    } catch (error) {
      failures.push((error as Error).message);
    }
    await new Promise((resolve) => setTimeout(resolve));
  }
}

it('scans and says so until the engine is back, which then gets the changes made in the meantime', async () => {
  const { index, attempts } = await opening(down, down);
  await index.remove(Int32Array.of(2));
  await index.add(Float32Array.of(5, 0), Int32Array.of(9));
  const first = await index.search(query, options);
  expect([...first.ids]).toEqual([9, 1]);
  expect(first.degradedBecause).toBe(`${down.message}. An exact scan in this process was used instead`);
  expect(index.stats()).toMatchObject({ withoutEngine: true, notes: [expect.stringContaining(down.message) as string] });
  expect(await untilAnswered(index)).toEqual({ ids: [9, 1], failures: [] });
  expect(attempts()).toBe(3);
  expect(index.stats().withoutEngine).toBeUndefined();
  await index.remove(Int32Array.of(9));
  expect([...(await index.search(query, options)).ids]).toEqual([1, 0]);
});

it('throws what the engine says when it answers but refuses the index, and recovers from that too', async () => {
  const changed = new RankLabError('CONFLICT', 'The table has other vectors');
  const { index } = await opening(changed, changed);
  await index.search(query, options);
  const { failures } = await untilAnswered(index);
  expect([...new Set(failures)]).toEqual([changed.message]);
});

it('leaves the engine alone between attempts', async () => {
  const open = vi.fn(() => Promise.reject(down));
  const index = await IndexWithoutEngine.over(vectors, settings, { because: down, open, now, pauseMs: 60_000 });
  for (let i = 0; i < 5; i++) await index.search(query, options);
  expect(open).not.toHaveBeenCalled();
  await expect(index.serialize()).rejects.toThrow(down.message);
});
