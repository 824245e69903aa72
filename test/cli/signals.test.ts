/** Signals whose values come from files: the verb, and one protocol. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { ranklab, temporaryFolder } from './run-cli';

const folder = temporaryFolder();
const workspace = join(folder, 'workspace');
const file = (name: string): string => join(folder, name);
const users = Array.from({ length: 30 }, (_, u) => `u${u}`);
const videos = Array.from({ length: 20 }, (_, v) => `v${v}`);

interface Signals {
  readonly signals: readonly { readonly id: string; readonly params: Record<string, unknown> }[];
  readonly preview: { readonly withValue: number; readonly computed: number; readonly byUser: boolean; readonly notes: readonly string[] };
}

function run(...args: string[]): unknown {
  const { status, stdout, stderr } = ranklab(...args, '--json', '--quiet');
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  return JSON.parse(stdout);
}

beforeAll(() => {
  const csv = (head: string, rows: readonly string[]): string => [head, ...rows, ''].join('\n');
  const pairs = users.flatMap((user, u) =>
    videos.flatMap((video, v) => (u % 2 === v % 2 && (u * 7 + v * 3) % 5 !== 0 ? [{ user, video, u, v }] : [])),
  );
  writeFileSync(
    file('log.csv'),
    csv(
      'user,video,at',
      pairs.map(({ user, video, u, v }) => `${user},${video},${1_600_000_000 + ((u * 31 + v * 17) % 97) * 1000 + u}`),
    ),
  );
  writeFileSync(
    file('videos.csv'),
    csv(
      'video,title,margin',
      videos.map((video, v) => `${video},Title ${v},${v % 3 === 0 ? '' : v * 2}`),
    ),
  );
  writeFileSync(
    file('scores.csv'),
    csv(
      'user,item,score',
      pairs.map(({ user, video, u, v }) => `${user},${video},${(u * 13 + v * 5) % 17}`),
    ),
  );
  // Every dimension is one group of the audience: the product of a user with a video of the own group is 1 or more.
  writeFileSync(
    file('video-tower.csv'),
    csv(
      'video,d0,d1',
      videos.map((video, v) => (v % 2 === 0 ? `${video},${1 + v / 100},0` : `${video},0,${1 + v / 100}`)),
    ),
  );
  writeFileSync(
    file('user-tower.csv'),
    csv(
      'user,d0,d1',
      users.map((user, u) => (u % 2 === 0 ? `${user},1,0` : `${user},0,1`)),
    ),
  );
  run('import', '--workspace', workspace, '--interactions', file('log.csv'), '--videos', file('videos.csv'));
});

describe('ranklab signals', () => {
  it('stores both files of a two-tower model, and reports their coverage of the data', () => {
    const towers = ['--file', `videos=${file('video-tower.csv')}`, '--file', `users=${file('user-tower.csv')}`];
    const answer = run(
      'signals',
      '--workspace',
      workspace,
      '--define',
      'towers',
      '--kind',
      'vector',
      ...towers,
      '--preview',
      'towers',
    ) as Signals;
    expect(Object.keys(answer.signals[0]?.params ?? {})).toEqual(['videos', 'users']);
    expect(answer.preview).toMatchObject({ byUser: true, withValue: answer.preview.computed });
    const stored = run('vectors', '--workspace', workspace) as { vectors: { file: string; rows: number; dimensions: number }[] };
    expect(stored.vectors.map(({ file: name, rows, dimensions }) => [name, rows, dimensions]).sort()).toEqual([
      ['user-tower.csv', 30, 2],
      ['video-tower.csv', 20, 2],
    ]);
  });

  it('names the parameter for which a kind accepts no file', () => {
    const given = ['--define', 'mine', '--kind', 'vector', '--file', `nosuch=${file('video-tower.csv')}`];
    const { status, stderr } = ranklab('signals', '--workspace', workspace, ...given);
    expect(status).not.toBe(0);
    expect(stderr).toContain('--file.files.nosuch');
    expect(stderr).toContain('It takes videos, users');
  });
});

describe('a protocol with signals from files', () => {
  it('ranks with the vectors of two towers, a file of scores and a column, and records the hash of each definition', () => {
    const document = {
      format: 'ranklab-protocol',
      version: 1,
      data: { interactions: 'log.csv', videos: 'videos.csv', map: { user: 'user', video: 'video', timestamp: 'at' } },
      signals: {
        margin: { kind: 'column', params: { column: 'margin' }, knownAt: 'static' },
        predicted: { kind: 'score', file: 'scores.csv', knownAt: 'static' },
        towers: { kind: 'vector', files: { videos: 'video-tower.csv', users: 'user-tower.csv' }, knownAt: 'static' },
      },
      variants: [
        { baseline: 'popular' },
        { name: 'Towers', weights: { towers: 1 }, candidates: { sources: [{ id: 'popular', limit: 200 }] } },
        { name: 'Mixed', weights: { towers: 1, predicted: 0.5, margin: 0.2 }, candidates: { sources: [{ id: 'popular', limit: 200 }] } },
      ],
      universe: 'all',
      metrics: ['recall@5'],
      models: { embeddings: null, factors: { factorCount: 4 } },
    };
    writeFileSync(file('protocol.json'), JSON.stringify(document));
    const out = file('out');
    const { result } = run('compare', '--protocol', file('protocol.json'), '--out', out) as {
      result: { statements: string[]; variants: { name: string; metrics: { value: number }[] }[] };
    };
    const values = Object.fromEntries(result.variants.map(({ name, metrics }) => [name, metrics[0]?.value ?? NaN]));
    // Users watch videos of their own group only.
    expect(values['Towers']).toBeGreaterThan(values['Popular'] ?? NaN);
    for (const id of ['margin', 'predicted', 'towers']) expect(result.statements.join('\n')).toContain(`Signal ${id} of `);
    expect(result.statements.join('\n')).toContain('is declared to be static; this cannot be checked');
    expect(readFileSync(join(out, 'lists.csv'), 'utf8')).toContain('Mixed');
  });
});
