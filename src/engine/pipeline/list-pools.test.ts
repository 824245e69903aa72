import { describe, expect, it } from 'vitest';
import type { CandidatePool } from '../model/candidates';
import type { PreparedSignals } from '../rerank/signal-tensor';
import { ListPools } from './list-pools';
import type { RequestedPools } from './pools';

function poolsOf(...items: number[]): RequestedPools {
  const count = items.length;
  const pool: CandidatePool = {
    count,
    items: Int32Array.from(items),
    scores: new Float64Array(count),
    sourceMasks: new Uint32Array(count),
    sourceIds: [],
  };
  return { pools: [pool], requests: [{ userRow: 0, videoRow: undefined, profile: undefined }] };
}

/** Signals that return a multiple of the item's row, and count how often they are requested. */
function multiples(factor: number): { signals: PreparedSignals; asked: () => number } {
  let asked = 0;
  const compute: PreparedSignals['signals'][number]['compute'] = (_request, items, from, count, out, stride, offset) => {
    asked++;
    for (let c = from; c < from + count; c++) out[c * stride + offset] = items[c] * factor;
  };
  return { signals: { ids: ['multiple'], signals: [{ compute }] }, asked: () => asked };
}

describe('ListPools', () => {
  it('builds a pool once for concurrent callers, and again after a failure', async () => {
    const pools = new ListPools();
    let made = 0;
    const make = async (): Promise<RequestedPools> => {
      if (++made === 1) throw new Error('not yet');
      return poolsOf(1, 2);
    };
    await expect(pools.get('a', make)).rejects.toThrow('not yet');
    const [first, second] = await Promise.all([pools.get('a', make), pools.get('a', make)]);
    expect(first).toBe(second);
    expect(await pools.get('a', make)).toBe(first);
    expect(made).toBe(2);
  });

  it('evicts the least recently used pools, by size', async () => {
    const pools = new ListPools(40); // room for three pools: 3 candidates each, plus 10 for the pool itself
    const made: string[] = [];
    const ask = (key: string): Promise<unknown> => pools.get(key, async () => (made.push(key), poolsOf(1, 2, 3)));
    for (const key of ['a', 'b', 'c', 'a', 'd', 'a', 'b']) await ask(key);
    expect(made).toEqual(['a', 'b', 'c', 'd', 'b']);
    expect(pools.size).toBe(39);
  });

  it('computes signals once per parameter setting', async () => {
    const pool = await new ListPools().get('a', async () => poolsOf(4, 7));
    const doubled = multiples(2);
    expect([...(await pool.tensor(doubled.signals)).signals]).toEqual([8, 14]);
    expect(pool.tensor(doubled.signals)).toBe(pool.tensor(doubled.signals));
    expect(doubled.asked()).toBe(1);
    expect([...(await pool.tensor(multiples(3).signals)).signals]).toEqual([12, 21]);
  });
});
