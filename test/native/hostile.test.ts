import { spawn } from 'node:child_process';
import { join, resolve } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { loadAddon } from '#native/load-addon';

/**
 * Every hostile call runs in a child process (hostile-child.ts) that must end with exit code
 * 0 and report only typed errors.
 */
const root = resolve(import.meta.dirname, '../..');
const bundle = join(root, 'node_modules/.cache/run-typescript/test-native-hostile-child.mjs');

interface Ended {
  readonly status: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly errors: string;
  readonly result: unknown;
}

function run(script: string, args: readonly string[]): Promise<Ended> {
  return new Promise((done, failed) => {
    const child = spawn(process.execPath, [script, ...args], { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
    let text = '';
    let errors = '';
    child.stdout.on('data', (chunk: Buffer) => (text += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()));
    child.on('error', failed);
    child.on('close', (status, signal) => {
      let result: unknown = text;
      try {
        result = JSON.parse(text);
      } catch {
        // Kept as text, so that a failing expectation shows it.
      }
      done({ status, signal, errors, result });
    });
  });
}

async function scenario<Result>(name: string, ...args: string[]): Promise<Result> {
  const { status, signal, errors, result } = await run(bundle, [name, ...args]);
  expect({ status, signal, errors }).toEqual({ status: 0, signal: null, errors: '' });
  expect(JSON.stringify(result)).not.toContain('"untyped"');
  return result as Result;
}

interface Outcome {
  readonly code?: string;
  readonly message?: string;
  readonly value?: unknown;
}
const codes = (outcomes: readonly Outcome[]): (string | undefined)[] => outcomes.map(({ code }) => code);

const { unavailableBecause } = loadAddon();

describe.skipIf(unavailableBecause !== undefined)(`hostile use of the addon${unavailableBecause ? ` (${unavailableBecause})` : ''}`, () => {
  beforeAll(async () => {
    const bundled = await run(join(root, 'scripts/run-typescript.mjs'), ['test/native/hostile-child.ts', 'options']);
    expect(bundled.status).toBe(0);
  });

  it('rejects arguments of every wrong type; training a trained index is accepted', async () => {
    const accepted = await scenario<[number, Outcome][]>('arguments');
    expect(accepted.map(([call]) => call).filter((call) => call < 18 || call > 27)).toEqual([]);
  });

  it('rejects wrong lengths, NaN, infinities and ids, naming the row, and stays unchanged', async () => {
    const { outcomes, unchanged } = await scenario<{ outcomes: Outcome[]; unchanged: boolean }>('shapes');
    expect(unchanged).toBe(true);
    expect(outcomes.map(({ message }) => message)).toEqual([
      'vectors has 9 numbers, which is not a multiple of the dimension 8',
      'Row 1 of the vectors holds NaN (column 2)',
      'Row 2 of the vectors holds an infinity (column 1)',
      'Row 1 of the vectors holds numbers too large to compare',
      'Row 1 of the queries holds NaN (column 2)',
      'queries has 3 numbers, which is not a multiple of the dimension 8',
      'ids has 1 ids for 2 vectors',
      'The id 400 is given twice',
      'Ids are 0 or more; row 0 has -5',
      'The id 3 is in the index already; replace it, or remove it first',
      'No vector with id 999 in this index',
      'No vector with id -1 in this index',
      'The minimum score must be a finite number',
    ]);
  });

  it('clamps too many neighbours with the reason, and rejects 0 and fractions', async () => {
    const outcomes = await scenario<Outcome[]>('counts');
    expect(codes(outcomes.slice(0, 7))).toEqual(Array(7).fill('INVALID_ARGUMENT'));
    expect(outcomes[7]?.value).toMatchObject({ clampedBecause: '10 neighbours were requested; the index has 3 vectors' });
    expect((outcomes[8]?.value as { ids: number[] }).ids).toHaveLength(3);
    expect(codes(outcomes.slice(9, 13))).toEqual(Array(4).fill('INVALID_ARGUMENT'));
    expect(outcomes[13]?.value).toEqual({ ids: [] });
  });

  it('says that an untrained index must be trained, and with how many vectors', async () => {
    const outcomes = await scenario<Outcome[]>('untrained');
    expect(codes(outcomes)).toEqual([...Array<string>(4).fill('NOT_BUILT'), 'NOT_FOUND', 'INVALID_ARGUMENT', 'INVALID_ARGUMENT', , , ,]); // prettier-ignore
    expect(outcomes[5]?.message).toBe('This type of index needs at least 256 vectors for its training; there are 4');
  });

  it('works after removing all vectors but one, then all, in every type', async () => {
    const types = await scenario<unknown[][]>('removed');
    expect(types).toHaveLength(11);
    for (const [first, again, one, gone, last, none, added, found] of types) {
      expect([first, again, last, added]).toEqual([299, 0, 1, 300]);
      expect(one).toMatchObject({ ids: [299] });
      expect(gone).toMatchObject({ code: 'NOT_FOUND' });
      expect(none).toMatchObject({ ids: [] });
      expect(found).toMatchObject({ ids: [300] });
    }
  });

  it('handles factory strings that crash FAISS or need excessive memory', async () => {
    const outcomes = await scenario<Record<string, unknown>>('factories');
    expect(Object.keys(outcomes).length).toBeGreaterThan(40);
    const completed = Object.entries(outcomes).filter(([, outcome]) => outcome === 3);
    expect(completed.map(([factory]) => factory)).toEqual(['Pad4,Flat', 'L2norm,Flat', 'ITQ,LSH']);
    const refused = Object.values(outcomes).filter((outcome) => outcome !== 3);
    expect(refused.every((code) => code === 'INVALID_ARGUMENT' || code === 'INDEX_FAILED')).toBe(true);
  });

  it('filters in types without FAISS filter support, and rejects graph types that abort the process', async () => {
    const outcomes = await scenario<Record<string, Outcome[]>>('rareTypes');
    for (const [factory, [denied, allowed, range, few]] of Object.entries(outcomes)) {
      if (factory.includes('NSG')) {
        expect([factory, ...codes([denied, allowed, range, few] as Outcome[])]).toEqual([
          factory,
          ...Array<string>(4).fill('INVALID_ARGUMENT'),
        ]);
        continue;
      }
      const found = (denied?.value as { ids: number[] }).ids;
      expect([factory, found.length, found.every((id) => id >= 290)]).toEqual([factory, 5, true]);
      expect((allowed?.value as { ids: number[] }).ids).toEqual([7, -1, -1, -1, -1]);
      const inRange = (range?.value as { ids: number[] } | undefined)?.ids.toSorted((a, b) => a - b);
      // FAISS has no range search over these lists; the others find all ten that the filter leaves.
      if (range?.code !== undefined) expect([factory, range.code]).toEqual([factory, 'UNSUPPORTED']);
      else expect([factory, inRange]).toEqual([factory, Array.from({ length: 10 }, (_, i) => 290 + i)]);
      // Eight bits of a product quantizer need 256 vectors.
      expect(few).toMatchObject(factory.includes('PQ2+4') ? { code: 'INVALID_ARGUMENT' } : { value: 'index of 40' });
    }
  });

  it('rejects options outside their range and a missing GPU', async () => {
    const outcomes = await scenario<Outcome[]>('options');
    expect(codes(outcomes).filter((code) => code !== 'INVALID_ARGUMENT')).toEqual(['UNSUPPORTED']);
  });

  it('reports invalid paths and files that are no index', async () => {
    const { outcomes, leaks } = await scenario<{ outcomes: Outcome[]; leaks: boolean }>('paths');
    expect(codes(outcomes.slice(0, 6))).toEqual(['IO_FAILED', 'IO_FAILED', 'IO_FAILED', 'NOT_FOUND', 'IO_FAILED', 'IO_FAILED']);
    expect(codes(outcomes.slice(6))).toEqual(Array(4).fill('CORRUPT_ARTIFACT'));
    expect(leaks).toBe(false);
  });

  it('detects every truncation and every changed byte of its own files', async () => {
    expect(await scenario('damaged')).toEqual(['CORRUPT_ARTIFACT']);
  });

  it('survives 1,650 damaged files without a checksum: rejected, or fully usable', async () => {
    const seen = await scenario<Record<string, number>>('foreign');
    expect(Object.values(seen).reduce((sum, count) => sum + count)).toBe(1650);
    expect(seen['CORRUPT_ARTIFACT']).toBeGreaterThan(500);
  });

  it('ends a search in which every distance is NaN', async () => {
    const { outcome, count } = await scenario<{ outcome: Outcome; count: number }>('incomparable');
    expect(count).toBe(600);
    expect((outcome.value as { ids: number[] }).ids).toEqual([-1, -1, -1]);
  });

  it('rejects maliciously crafted files', async () => {
    const outcomes = await scenario<Record<string, Outcome>>('crafted');
    const loaded = Object.entries(outcomes).filter(([, outcome]) => 'value' in outcome);
    expect(loaded.map(([name]) => name)).toEqual(['a good flat index', 'a good graph']);
    expect(new Set(codes(Object.values(outcomes)))).toEqual(new Set([undefined, 'CORRUPT_ARTIFACT']));
    expect(Object.keys(outcomes).length).toBeGreaterThan(30);
  });

  it('rejects calls after dispose, and completes running ones', async () => {
    const { running, later, merge } = await scenario<{ running: string[]; later: Outcome[]; merge: Outcome }>('disposed');
    expect(running).toEqual(['done', 'CONFLICT', 'CONFLICT']);
    expect(codes([...later, merge])).toEqual(Array(9).fill('CONFLICT'));
  });

  it('detects arrays that are transferred during a call', async () => {
    const [adding, nothing, shared, count] = await scenario<[Outcome, Outcome, Outcome, number]>('detached');
    expect(adding).toEqual({ code: 'INVALID_ARGUMENT', message: 'The vectors changed while they were read' });
    expect(nothing.value).toBe(300);
    expect(shared.value).toMatchObject({ ids: [expect.any(Number)] });
    expect(count).toBe(300);
  });

  it('undoes a cancelled addition, and stops training', async () => {
    const results = await scenario<unknown[][]>('cancelled');
    for (const [, outcome, count, same] of results.slice(0, 4)) {
      expect(outcome).toMatchObject({ code: 'CANCELLED' });
      expect([count, same]).toEqual([500, true]);
    }
    expect(results[4]).toEqual(['training', { code: 'CANCELLED', message: 'Cancelled' }, false]);
  });

  it('returns correct results while additions, replacements, removals and copies run concurrently', async () => {
    for (const [, failures, wrong, searches, count] of await scenario<unknown[][]>('races'))
      expect([failures, wrong, searches, count]).toEqual([0, 0, 480, 1250]);
  });

  it('works in worker threads, which may be terminated during a search, and does not block process exit', async () => {
    expect(await scenario('workers')).toEqual({ alike: true, terminated: 1 });
    expect(await scenario('leaving')).toBe('left');
  });

  it('uses constant memory over 10,000 build-search-dispose cycles', async () => {
    const { rss } = await scenario<{ rss: number[] }>('memory', '10000');
    // Resident megabytes after each tenth of the cycles: the first thousand cycles fill the allocator's pools.
    expect(Math.max(...rss.slice(5)) - (rss[2] ?? 0)).toBeLessThan(12);
  }, 180_000);
});
