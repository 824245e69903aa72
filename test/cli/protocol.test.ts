import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Papa from 'papaparse';
import { beforeAll, describe, expect, it } from 'vitest';
import { ranklab, temporaryFolder } from './run-cli';

const folder = temporaryFolder();
const rows: { user: string; video: string; rating: number; at: number }[] = [];

beforeAll(() => {
  // Two groups of users: each user watches most of one half of the catalogue, so neighbours predict the missing items.
  for (let user = 0; user < 30; user++) {
    for (let video = 0; video < 20; video++) {
      const ours = user % 2 === video % 2;
      if (ours && (user * 7 + video * 3) % 5 !== 0)
        rows.push({ user: `u${user}`, video: `v${video}`, rating: 3 + ((user + video) % 3), at: 1_600_000_000 + video * 100 + user });
    }
  }
  rows.sort((a, b) => a.at - b.at);
  const cut = Math.floor(rows.length * 0.75);
  writeFileSync(join(folder, 'train.csv'), Papa.unparse(rows.slice(0, cut)));
  writeFileSync(join(folder, 'test.csv'), Papa.unparse(rows.slice(cut)));
});

const protocol = (changes: Record<string, unknown> = {}): string => {
  const file = join(folder, `protocol-${Math.abs(hash(JSON.stringify(changes)))}.json`);
  const document = {
    format: 'ranklab-protocol',
    version: 1,
    data: { train: 'train.csv', test: 'test.csv', map: { user: 'user', video: 'video', value: 'rating', timestamp: 'at' } },
    relevance: { rule: 'threshold', minimum: 4 },
    variants: [{ baseline: 'popular' }, { baseline: 'item-knn', params: { neighbours: null, shrinkage: 0 } }],
    universe: 'all',
    metrics: ['recall@5', 'ndcg@5'],
    models: { embeddings: null, factors: { factorCount: 4 } },
    ...changes,
  };
  writeFileSync(file, JSON.stringify(document));
  return file;
};
const hash = (text: string): number => [...text].reduce((sum, letter) => (Math.imul(sum, 31) + letter.charCodeAt(0)) | 0, 7);

describe('compare --protocol', () => {
  it('splits by the two given files and ranks neighbours by cosine similarity', () => {
    const out = join(folder, 'out');
    const place = { kind: 'metric', variant: 'Item neighbours', baseline: 'Popular', metric: 'ndcg@5' };
    const noted = protocol({ notes: [{ place, text: 'two groups of users' }] });
    const { status, stderr, stdout } = ranklab('compare', '--protocol', noted, '--out', out, '--json', '--quiet');
    expect(stderr).toBe('');
    expect(readFileSync(join(out, 'notes.csv'), 'utf8')).toMatch(/"ndcg@5, Item neighbours − Popular".*,found,two groups of users,,/);
    expect(status).toBe(0);
    expect((JSON.parse(stdout) as { result: { statements: string[] } }).result.statements.join()).toContain('predefined');
    const cut = Math.floor(rows.length * 0.75);
    const train = rows.slice(0, cut);
    const usersOf = new Map<string, Set<string>>();
    for (const { user, video } of train) usersOf.set(video, (usersOf.get(video) ?? new Set()).add(user));
    const cosine = (a: string, b: string): number => {
      const [x, y] = [usersOf.get(a) ?? new Set(), usersOf.get(b) ?? new Set()];
      return [...x].filter((user) => y.has(user)).length / Math.sqrt(x.size * y.size);
    };
    const lists = Papa.parse<Record<string, string>>(readFileSync(join(out, 'lists.csv'), 'utf8'), {
      header: true,
      skipEmptyLines: true,
    }).data;
    let checked = 0;
    for (const user of new Set(lists.map((row) => row['user_id']))) {
      const seen = train.filter((row) => row.user === user).map((row) => row.video);
      const list = lists.filter((row) => row['user_id'] === user && row['variant'] === 'Item neighbours');
      if (seen.length === 0 || list.length === 0) continue;
      const scores = list.map((row) => seen.reduce((sum, video) => sum + cosine(row['video_id'], video), 0));
      for (const row of list) expect(seen).not.toContain(row['video_id']);
      for (let i = 1; i < scores.length; i++) expect(scores[i]).toBeLessThanOrEqual(scores[i - 1] + 1e-6);
      checked++;
    }
    expect(checked).toBeGreaterThan(10);
  });

  it('writes the same bytes on a repeated run', () => {
    const [first, second] = [join(folder, 'first'), join(folder, 'second')];
    ranklab('compare', '--protocol', protocol(), '--out', first, '--quiet');
    ranklab('compare', '--protocol', protocol(), '--out', second, '--quiet');
    for (const name of ['summary.csv', 'lists.csv', 'experiment.json'])
      expect(readFileSync(join(first, name)).equals(readFileSync(join(second, name))), name).toBe(true);
  });

  it.each([
    ['an unknown field', { ratings: true }, 'ratings'],
    ['an unknown baseline', { variants: [{ baseline: 'magic' }] }, 'magic'],
    ['a wrong parameter', { variants: [{ baseline: 'ease', params: { lamda: 1 } }] }, 'lamda'],
    [
      'a note on a metric that is not measured',
      { notes: [{ place: { kind: 'metric', variant: 'Item neighbours', metric: 'mrr@5' }, text: 'x' }] },
      'no metric “mrr@5”',
    ],
    ['two divisions', { split: { id: 'time' } }, 'split'],
    ['a missing file', { data: { train: 'no.csv', test: 'test.csv', map: { user: 'user', video: 'video' } } }, 'no.csv'],
  ])('rejects %s by name', (_name, changes, named) => {
    const { status, stderr } = ranklab('compare', '--protocol', protocol(changes), '--out', join(folder, 'never'), '--quiet');
    expect(stderr).toContain(named);
    expect(status).not.toBe(0);
  });

  it('names no file of its temporary workspace when no row can be read', () => {
    writeFileSync(join(folder, 'undated.csv'), 'user,video,at\nu1,v1,never\n');
    const data = { interactions: 'undated.csv', map: { user: 'user', video: 'video', timestamp: 'at' } };
    const { status, stderr } = ranklab('compare', '--protocol', protocol({ data }), '--out', join(folder, 'never'), '--quiet');
    expect([status, stderr]).toEqual([1, expect.stringContaining('undated.csv has no row that can be imported')]);
    expect(stderr).not.toContain('import-rejects');
  });
});
