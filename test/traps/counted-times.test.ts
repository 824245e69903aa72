/**
 * A protocol over a log whose times are only counters: 0, 1, 2 …. It runs, and its numbers do not depend on the order of the
 * rows alone.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { ranklab } from '../cli/run-cli';

const folder = mkdtempSync(join(tmpdir(), 'ranklab-counted-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const rows = (items: number): string =>
  ['user\titem\trating\ttimestamp', ...Array.from({ length: 20 }, (_, n) => `u${n}\ti${(n * items) % 20}\t5\t${n}`)].join('\n');

it('reads event counters as an order', () => {
  writeFileSync(join(folder, 'train.tsv'), rows(1));
  writeFileSync(join(folder, 'test.tsv'), rows(3));
  writeFileSync(
    join(folder, 'p.json'),
    JSON.stringify({
      format: 'ranklab-protocol',
      version: 1,
      data: {
        train: 'train.tsv',
        test: 'test.tsv',
        map: { user: 'user', video: 'item', value: 'rating', timestamp: 'timestamp' },
      },
      variants: [{ baseline: 'popular' }],
      metrics: ['ndcg@5'],
      models: { embeddings: null, factors: { factorCount: 2 } },
    }),
  );
  const { status, stderr } = ranklab('compare', '--protocol', join(folder, 'p.json'), '--out', join(folder, 'out'), '--quiet');
  expect(stderr).toBe('');
  expect(status).toBe(0);
  expect(readFileSync(join(folder, 'out', 'summary.csv'), 'utf8')).toContain('ndcg@5');
});
