import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Papa from 'papaparse';
import { beforeAll, describe, expect, it } from 'vitest';
import { FaissIndex } from '#native/faiss-index';
import { loadAddon } from '#native/load-addon';
import type { IndexBench } from '#shared/schemas/index-bench';
import { skipReason } from '../skip-reason';
import { ranklab, temporaryFolder } from './run-cli';

const folder = temporaryFolder();
const workspace = join(folder, 'workspace');
const onWorkspace = (verb: string, ...more: string[]) => ranklab(verb, '--workspace', workspace, '--quiet', '--json', ...more);
const python = process.env['RANKLAB_PYTHON'] ?? '/usr/bin/python3';
const hasPython = spawnSync(python, ['-c', 'import faiss'], { stdio: 'ignore' }).status === 0;
const readAndSearch = `
import faiss, json, sys
index = faiss.read_index(sys.argv[1])
if hasattr(index, "make_direct_map"): index.make_direct_map(); index.nprobe = 8
if hasattr(index, "hnsw"): index.hnsw.efSearch = 200
rows = (faiss.downcast_index(index.storage) if hasattr(index, "storage") else index).reconstruct_n(0, 5)
_, ids = index.search(rows, 6)
print(json.dumps({"type": type(index).__name__, "count": index.ntotal, "ids": ids.ravel().tolist()}))
`;
const hasFaiss = loadAddon().unavailableBecause === undefined;

beforeAll(() => {
  const size = ['--users', '120', '--videos', '400', '--interactions', '4000', '--factors', '16'];
  expect(onWorkspace('pipeline', ...size).status).toBe(0);
});

describe.skipIf(!hasFaiss)(`ranklab index${skipReason(loadAddon().unavailableBecause)}`, () => {
  it('builds the requested type and keeps it for the workspace', () => {
    const answer = onWorkspace('index', '--type', 'HNSW16', '--param', 'efConstruction=60');
    expect(answer.stderr).toBe('');
    const { settings, why, indexes } = JSON.parse(answer.stdout) as {
      settings: object;
      why: string;
      indexes: { which: string; description: string }[];
    };
    expect(settings).toEqual({ backend: 'auto', type: 'HNSW16', params: { efConstruction: 60 } });
    expect(why).toBe('HNSW16 was chosen');
    expect(indexes.map(({ which, description }) => [which, description.includes('HNSW16')])).toEqual([['content', true], ['factors', true]]); // prettier-ignore
  });

  it('leaves the workspace unchanged when a type cannot be built', () => {
    const refused = onWorkspace('index', '--type', 'IVF4096,Flat');
    expect([refused.status, refused.stderr]).toEqual([
      2,
      'ranklab: This type of index needs at least 4096 vectors for its training; there are 400\n',
    ]);
    expect(onWorkspace('index', '--type', 'Nonsense').status).toBe(2);
    expect(onWorkspace('index', '--param', 'efConstruction=many').status).toBe(2);
    expect(ranklab('recommend', '--workspace', workspace, '--query', 'music', '--json').status).toBe(0);
  });

  it('measures types: recall against the exact result, speed, build time and size', () => {
    const bench = JSON.parse(
      onWorkspace('index-bench', '--types', 'Flat,HNSW32,IVF16,Flat,IVF9999,Flat', '--neighbor-count', '20').stdout,
    ) as IndexBench;
    expect(bench).toMatchObject({ which: 'content', metric: 'cosine', count: 400, neighborCount: 20, queryCount: 200, backend: 'faiss' });
    const [flat, graph, lists, tooMany] = bench.types;
    expect(flat).toMatchObject({ type: 'Flat', points: [{ parameter: null, recall: 1 }], problem: null });
    expect(graph?.points.map(({ parameter }) => parameter?.value)).toEqual([16, 32, 64, 128, 256, 512]);
    expect(graph?.points.at(-1)?.recall).toBe(1);
    expect(lists?.points.map(({ parameter }) => parameter)).toEqual([1, 2, 4, 8, 16].map((value) => ({ name: 'nprobe', value })));
    const recalls = lists?.points.map(({ recall }) => recall) ?? [];
    expect(recalls[0]).toBeLessThan(0.95);
    expect(recalls.at(-1)).toBe(1);
    expect([...recalls].sort((a, b) => a - b)).toEqual(recalls);
    expect(tooMany).toMatchObject({
      points: [],
      problem: 'This type of index needs at least 9999 vectors for its training; there are 400',
    });
    for (const { bytes, points } of [flat, graph, lists].filter((type) => type !== undefined)) {
      expect(bytes).toBeGreaterThan(0);
      for (const point of points)
        expect(Math.min(point.queriesPerSecondOne, point.queriesPerSecondBatch, point.millisecondsPerQuery)).toBeGreaterThan(0);
    }
  });
});

describe('ranklab index-export', () => {
  it.each(['content', 'factors'] as const)('writes the %s as a plain FAISS file with the videos in row order', async (which) => {
    const out = join(folder, `${which}.faiss`);
    const answer = JSON.parse(onWorkspace('index-export', '--which', which, '--out', out).stdout) as {
      count: number;
      dimensions: number;
      idsFile: string;
    };
    expect(answer).toMatchObject({ count: 400, idsFile: join(folder, `${which}.ids.csv`) });
    const { data } = Papa.parse<{ row: string; video: string }>(readFileSync(answer.idsFile, 'utf8'), {
      header: true,
      skipEmptyLines: true,
    });
    expect(data.map(({ row }) => Number(row))).toEqual(Array.from({ length: 400 }, (_, i) => i));
    expect(new Set(data.map(({ video }) => video)).size).toBe(400);
    if (!hasFaiss) return;
    const index = await FaissIndex.load(out);
    expect(index.stats()).toMatchObject({ count: 400, dimension: answer.dimensions });
    index.dispose();
  });

  it.skipIf(!hasPython).each([
    ['content', ['--type', 'Flat'], 'IndexFlat'],
    ['content', ['--type', 'HNSW16'], 'IndexHNSWFlat'],
    ['factors', ['--type', 'HNSW16'], 'IndexHNSWFlat'],
    ['content', ['--type', 'IVF8,Flat', '--metric', 'l2'], 'IndexIVFFlat'],
  ] as const)(
    `can be read by FAISS’s Python module, with the same search results (%s %j)${hasPython ? '' : ': no faiss for python3 here'}`,
    async (which, settings, pythonType) => {
      if (!hasFaiss && settings[1] !== 'Flat') return;
      expect(onWorkspace('index', ...settings).status).toBe(0);
      const out = join(folder, 'python.faiss');
      expect(onWorkspace('index-export', '--which', which, '--out', out).status).toBe(0);
      const { status, stdout, stderr } = spawnSync(python, ['-c', readAndSearch, out], { encoding: 'utf8' });
      expect([status, stderr]).toEqual([0, '']);
      const read = JSON.parse(stdout) as { type: string; count: number; ids: number[] };
      expect(read).toMatchObject({ type: pythonType, count: 400 });
      if (!hasFaiss) return;
      const index = await FaissIndex.load(out);
      const rows = await index.reconstruct(BigInt64Array.of(0n, 1n, 2n, 3n, 4n));
      const found = await index.search(rows, { neighborCount: 6, nprobe: 8, efSearch: 200 });
      expect(read.ids).toEqual(Array.from(found.ids, Number));
      index.dispose();
    },
  );

  it('rejects a missing folder, index or workspace', () => {
    expect(onWorkspace('index-export', '--which', 'content', '--out', join(folder, 'missing', 'x.faiss')).status).toBe(1);
    expect(onWorkspace('index-export', '--which', 'everything', '--out', join(folder, 'x')).status).toBe(2);
    expect(ranklab('index-export', '--workspace', join(folder, 'nowhere'), '--which', 'content', '--out', join(folder, 'x')).status).toBe(
      1,
    );
  });
});
