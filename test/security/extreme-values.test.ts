/** Extreme values through inputs that a schema alone cannot validate: formulas, databases with watermarks, rankings made elsewhere, protocol files. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Database } from 'node-sqlite3-wasm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { duckDb } from '#service/storage/tables/duckdb-module';
import { ranklab } from '../cli/run-cli';
import { followJob, startJob } from '../crash/every-job';
import { serveProgram, type ServedProgram } from './served-program';

let program: ServedProgram;
let folder: string;

beforeAll(async () => {
  program = await serveProgram();
  folder = join(program.folder, 'files');
  mkdirSync(folder);
});
afterAll(() => program.stop());

/** Lists are served and finite, whatever was accepted. */
async function servesLists(variant?: object): Promise<void> {
  const { status, text } = await program.call('POST', '/recommend', { user_id: 'u01', ...(variant && { variant }) });
  expect(status, text).toBe(200);
  const { items } = JSON.parse(text) as { items: { score: number | null }[] };
  expect(items.length).toBeGreaterThan(0);
  for (const { score } of items) expect(Number.isFinite(score)).toBe(true);
}

describe('a formula', () => {
  it.each([
    '1e308 * 1e308',
    '-1e308 * 1e308 * popularity',
    '1 / 0',
    '0 / 0',
    'log1p(-5)',
    'exp(1e6) - exp(1e6)',
    'popularity * 1e308 * 1e308 - age_days * 1e308 * 1e308',
    'duration ^ 1e9',
    `${'('.repeat(150)}1${')'.repeat(150)}`,
    `1${' + 1'.repeat(490)}`,
  ])('%s gives a finite value or is rejected', async (expression) => {
    const definition = { kind: 'formula', params: { expression } };
    const defined = await program.call('PUT', '/signals/extreme', { id: 'extreme', definition });
    expect(defined.status, defined.text).toBeLessThan(500);
    const preview = await program.call('POST', '/signal-preview', { definition });
    expect(preview.status, preview.text).toBeLessThan(500);
    if (defined.status >= 300) return;
    await servesLists({ name: 'extreme', weights: { extreme: 1, popularity: 0.1 } });
    expect((await program.call('DELETE', '/signals/extreme')).status).toBeLessThan(300);
  });
});

const times = ['1e300', '-1e300', '9223372036854775807', '-9223372036854775808', '1e18', '253402300800000', '0', 'null'];
const amounts = ['1e308', '-1e308', "'1e999'", "'NaN'", '1e-320', '9007199254740993', "'−5'", 'null'];
const rows = times.flatMap((time, t) => amounts.map((amount, a) => `('u${t}', 'v${a}', ${time}, ${amount}, ${t * amounts.length + a})`));

describe('a database table', () => {
  it.each(['sqlite', 'duckdb'])(
    'of %s is read, extreme values are rejected by row, and reading continues from an extreme watermark',
    async (scheme) => {
      const path = join(folder, `extreme.${scheme}`);
      const make = (type: string) => `create table e (user_id text, item_id text, "timestamp" ${type}, "value" ${type}, mark ${type})`;
      const more = ["('w', 'v1', 1700000000, 1, 1e300)", "('w', 'v2', 1700000000, 1, 1.7e308)"];
      const run = async (...statements: string[]): Promise<void> => {
        if (scheme === 'sqlite') {
          const database = new Database(path);
          for (const statement of statements) database.exec(statement);
          database.close();
          return;
        }
        const instance = await duckDb().DuckDBInstance.create(path);
        const connection = await instance.connect();
        for (const statement of statements) await connection.run(statement);
        connection.closeSync();
        instance.closeSync();
      };
      await run(make(scheme === 'sqlite' ? 'numeric' : 'varchar'), `insert into e values ${rows.join(', ')}`);
      const source = `${scheme}:${path}?watermark=mark&table=e`;
      const request = { interactions: source, mode: 'merge', acceptGuesses: true, options: { rejectLimit: 1, unknownIds: 'add' } };
      const read = async () => followJob(program, await startJob(program, ['/dataset/import', request]));
      const first = await read();
      const wasRead = (job: typeof first): void => {
        if (job.status === 'succeeded') {
          const { files } = job.result as { files: { lines: number; accepted: number; rejected: number; leftOut: number }[] };
          for (const { lines, accepted, rejected, leftOut } of files) expect(accepted + rejected + leftOut).toBe(lines);
        } else {
          expect(job.error).toMatchObject({ code: expect.not.stringMatching('INTERNAL') as string, place: expect.any(String) as string });
        }
      };
      wasRead(first);
      await run(`insert into e values ${more.join(', ')}`);
      wasRead(await read());
      wasRead(await read());
      for (const page of ['/dataset', '/users?limit=50', '/interactions?limit=500', '/dataset/distributions'])
        expect((await program.call('GET', page)).status, page).toBe(200);
      expect((await followJob(program, await startJob(program, ['/model/build', {}]))).status).toBe('succeeded');
      await servesLists();
    },
  );
});

describe('a ranking made elsewhere', () => {
  it.each(['1e999', 'nan', '-inf', 'x', '1.7e308'])('with the score %s is rejected with its line', async (score) => {
    const path = join(folder, 'bad.trec');
    writeFileSync(path, `u01 Q0 v01 1 2.5 mine\nu01 Q0 v02 2 ${score} mine\n`);
    const job = await followJob(program, await startJob(program, ['/runs', { path }]));
    expect(job.status).toBe('failed');
    expect(JSON.stringify(job.error)).toContain('bad.trec:2');
  });

  it('with the largest and smallest numbers is stored, and fused by any method to finite scores', async () => {
    const stored = await Promise.all(
      ['1e30 -1e30 1e-320', '1e29 1e29 1e29'].map(async (scores, i) => {
        const path = join(folder, `big-${i}.trec`);
        const lines = scores
          .split(' ')
          .map((score, place) => `u01 Q0 v${String(place + 1 + i).padStart(2, '0')} ${place + 1} ${score} big${i}`);
        writeFileSync(path, `${lines.join('\n')}\n`);
        const job = await followJob(program, await startJob(program, ['/runs', { path }]));
        expect(job.error).toBeNull();
        return String(job.result?.['sha256']);
      }),
    );
    const registries = JSON.parse((await program.call('GET', '/registries')).text) as Record<string, { id: string }[]>;
    const methods = registries['fusionMethods'] ?? registries['fusion'] ?? [];
    expect(methods.length).toBeGreaterThan(5);
    for (const { id } of methods) {
      const answer = await program.call('POST', '/runs/fusion', { runs: stored.map((sha256) => ({ sha256 })), method: { id } });
      expect(answer.status, `${id}: ${answer.text}`).toBeLessThan(500);
      if (answer.status !== 200) continue;
      const served = await program.call('POST', '/recommend', { user_id: 'u01', variant: JSON.parse(answer.text) as object });
      expect(served.status, `${id}: ${served.text}`).toBeLessThan(500);
      if (served.status !== 200) continue;
      for (const { score } of (JSON.parse(served.text) as { items: { score: unknown }[] }).items)
        expect(Number.isFinite(score), `${id}: ${served.text.slice(0, 300)}`).toBe(true);
    }
  });
});

describe('a protocol file', () => {
  const whole = () => ({
    format: 'ranklab-protocol',
    version: 1,
    data: { interactions: 'few.csv', map: { user: 'user', video: 'video', kind: 'kind', timestamp: 'timestamp' } },
    variants: [{ name: 'a', weights: { popularity: 1 } }],
    metrics: ['ndcg@10'],
  });
  it.each<[string, object]>([
    ['seed', { seed: '1e308' }],
    ['variants[0]', { variants: [{ name: 'a', weights: { popularity: '1e300' } }] }],
    ['listLength', { listLength: '1e9' }],
    ['metrics', { metrics: ['ndcg@1000000000000000000000'] }],
    ['fraction', { split: { id: 'time', params: { fraction: '1e308' } } }],
    ['factorCount', { models: { factors: { factorCount: '1e300' } } }],
    ['sensitivity', { diagnose: { sensitivity: { x: { kind: 'weight', signal: 'popularity', high: '1e300' }, y: { kind: 'lambda' } } } }],
    ['timeTieOrders', { timeTieOrders: '-1e300' }],
    [
      'absent',
      {
        signals: { s: { kind: 'formula', params: { expression: '1', absent: '1e300' } } },
        variants: [{ name: 'a', weights: { s: 1 } }],
      },
    ],
  ])('with an extreme %s is rejected with its path', (place, change) => {
    const path = join(folder, 'protocol.json');
    const few = Array.from({ length: 60 }, (_, i) => `u${i % 6},v${i % 7},view,${1_700_000_000 + i}`);
    writeFileSync(join(folder, 'few.csv'), `user,video,kind,timestamp\n${few.join('\n')}\n`);
    writeFileSync(path, JSON.stringify({ ...whole(), ...change }).replace(/"(-?1e\d+)"/g, '$1'));
    const { status, stderr } = ranklab('compare', '--protocol', path, '--out', join(folder, 'out'), '--quiet');
    expect(status, stderr).toBeGreaterThan(0);
    expect(stderr).toContain(place);
    expect(stderr).not.toMatch(/INTERNAL|unexpected|\bat .*\.js:\d/i);
  });
});
