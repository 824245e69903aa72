import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { ExperimentResult } from '#shared/schemas/experiment';
import { ranklab, temporaryFolder } from './run-cli';

const folder = temporaryFolder();
const file = (name: string): string => join(folder, name);
const lines = (name: string): string[] => readFileSync(file(name), 'utf8').trimEnd().split('\n');

beforeAll(() => {
  writeFileSync(file('a.trec'), 'u1 Q0 x 1 9 a\nu1 Q0 y%20z 2 5 a\nu1 Q0 w 3 1 a\nu2 Q0 x 1 2 a\n');
  writeFileSync(file('b.csv'), 'user,item,score,model\nu1,y z,0.9,b\nu1,x,0.3,b\nu3,w,1,b\n');
});

describe('fuse', () => {
  it('merges runs of different formats and writes the format of the file name', () => {
    const done = ranklab(
      ...['fuse', '--runs', file('a.trec'), file('b.csv'), '--method', 'combmnz', '--params', '{"normalization":"min-max"}'],
      ...['--weights', '1,2', '--out', file('fused.csv'), '--json', '--quiet'],
    );
    expect(done.stderr).toBe('');
    expect(JSON.parse(done.stdout)).toMatchObject({ method: { id: 'combmnz' }, users: 3, lines: 5 });
    // u1: x has 1 and 2 · 0, y z has 0.5 and 2 · 1, w has 0; lists of one entry become 0 by min-max.
    expect(lines('fused.csv')).toEqual(['user,item,rank,score', 'u1,y z,1,5', 'u1,x,2,2', 'u1,w,3,0', 'u2,x,1,0', 'u3,w,1,0']);
    ranklab('fuse', '--runs', file('a.trec'), file('b.csv'), '--out', file('fused.trec'), '--quiet');
    expect(lines('fused.trec')[0]).toBe(`u1 Q0 x 1 ${1 / 61 + 1 / 62} rrf`);
    expect(lines('fused.trec')[1]).toMatch(/^u1 Q0 y%20z 2 /);
  });

  it('gives the same run for every format read and written', () => {
    for (const ending of ['tsv', 'jsonl', 'parquet']) {
      ranklab('fuse', '--runs', file('a.trec'), file('b.csv'), '--method', 'combsum', '--out', file(`once.${ending}`), '--quiet');
      const twice = ['fuse', '--runs', file(`once.${ending}`), file(`once.${ending}`), '--method', 'combmax', '--params'];
      ranklab(...twice, '{"normalization":"none"}', '--out', file(`twice.${ending}.csv`), '--quiet');
    }
    ranklab('fuse', '--runs', file('a.trec'), file('b.csv'), '--method', 'combsum', '--out', file('once.csv'), '--quiet');
    for (const ending of ['tsv', 'jsonl', 'parquet']) expect(lines(`twice.${ending}.csv`)).toEqual(lines('once.csv'));
  });

  it.each([
    [['--method', 'nosuch', '--out', file('x.csv')], 'expected one of rrf'],
    [['--method', 'rbc', '--params', '{"phi":1}', '--out', file('x.csv')], 'phi'],
    [['--weights', '1', '--out', file('x.csv')], '2 runs need 2 weights'],
    [['--weights', '1,-1', '--out', file('x.csv')], 'weights from 0 to 100'],
    [['--out', file('x.doc')], '.doc'],
  ])('rejects %j', (options, words) => {
    const refused = ranklab('fuse', '--runs', file('a.trec'), file('b.csv'), ...options);
    expect(refused.status).not.toBe(0);
    expect(refused.stderr).toContain(words);
  });
});

describe('a fusion among the variants', () => {
  it('is compared like any other, from the command line and from a protocol, with the numbers of the fused file', () => {
    const log = ['user,item,timestamp'];
    for (let i = 0; i < 600; i++) log.push(`u${i % 20},i${(i * 7 + Math.floor(i / 40)) % 40},${1_700_000_000 + i * 3600}`);
    writeFileSync(file('log.csv'), log.join('\n'));
    for (const [name, step] of [
      ['one', 3],
      ['two', 11],
    ] as const) {
      const run = ['user,item,score'];
      for (let u = 0; u < 20; u++) for (let r = 0; r < 30; r++) run.push(`u${u},i${(u + r * step) % 40},${(1 / (1 + r)).toFixed(4)}`);
      writeFileSync(file(`${name}.csv`), run.join('\n'));
    }
    const fusion = ['--method', 'combsum', '--params', '{"normalization":"z-score"}', '--weights', '1,0.5'];
    ranklab('fuse', '--runs', file('one.csv'), file('two.csv'), ...fusion, '--out', file('whole.csv'), '--quiet');
    const protocol = {
      format: 'ranklab-protocol',
      version: 1,
      data: { interactions: 'log.csv', map: { user: 'user', video: 'item', timestamp: 'timestamp' } },
      universe: 'all',
      removeSeen: false,
      variants: [
        { run: 'one.csv' },
        { fuse: [{ run: 'one.csv' }, { run: 'two.csv', weight: 0.5 }], method: { id: 'combsum', params: { normalization: 'z-score' } } },
        { run: 'whole.csv' },
      ],
      metrics: ['ndcg@10', 'map', 'recall@20'],
      models: { embeddings: null },
      timeTieOrders: 0,
      segments: [],
    };
    writeFileSync(file('protocol.json'), JSON.stringify(protocol));
    const done = ranklab('compare', '--protocol', file('protocol.json'), '--out', file('out'), '--json', '--quiet');
    expect(done.stderr).toBe('');
    const { variants, runs } = (JSON.parse(done.stdout) as { result: ExperimentResult }).result;
    const values = variants.map(({ metrics }) => metrics.map(({ value }) => value));
    expect(variants[1]?.name).toBe('combsum of one, two');
    expect(values[1]).toEqual(values[2]);
    expect(values[1]).not.toEqual(values[0]);
    expect(runs?.map(({ variant, provenance }) => [variant, provenance.file])).toContainEqual(['combsum of one, two', 'two.csv']);
  });
});
