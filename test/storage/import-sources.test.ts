/** Tables that are not text files: databases, folders and patterns of Parquet, PostgreSQL. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Database } from 'node-sqlite3-wasm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createRuntime } from '#service/runtime';
import { duckDb } from '#service/storage/tables/duckdb-module';
import { importRequestSchema, type ImportReport } from '#shared/schemas/dataset';
import { startPostgres, postgresMissing, type Postgres } from './postgres';

const folder = mkdtempSync(join(tmpdir(), 'ranklab-sources-'));
const file = (name: string): string => join(folder, name);
const runtime = createRuntime();
const workspace = () => runtime.session.current();
const read = (interactions: string | string[], more: object = {}): Promise<ImportReport> =>
  workspace().import(importRequestSchema.parse({ interactions, acceptGuesses: true, ...more }), {});

/** u0 … u4 with four items each; the note contains everything that CSV has to escape. */
const rows = Array.from({ length: 20 }, (_, i) => ({ id: i + 1, user: `u${i % 5}`, item: `i${(i * 3) % 7}`, at: 1_700_000_000 + i * 60 }));
const note = 'a "quoted", two-\nline text';

async function inDuckDb(path: string, ...statements: string[]): Promise<void> {
  const instance = await duckDb().DuckDBInstance.create(path);
  const connection = await instance.connect();
  for (const statement of statements) await connection.run(statement);
  connection.closeSync();
  instance.closeSync();
}

const values = rows.map(({ id, user, item, at }) => `(${id}, '${user}', '${item}', ${at}, '${note}')`).join(', ');
const table = 'create table events ("id" integer, user_id text, item_id text, "timestamp" bigint, note text)';

beforeAll(async () => {
  await runtime.session.create(file('workspace'), 'sources');
  const database = new Database(file('shop.db'));
  database.exec(`${table}; insert into events values ${values}; create table empty (user_id text, item_id text)`);
  database.close();
  await inDuckDb(file('shop.duckdb'), table, `insert into events values ${values}`);
  mkdirSync(file('parts'));
  await inDuckDb(
    ':memory:',
    table,
    `insert into events values ${values}`,
    `copy (select user_id, item_id, "timestamp", 'day ' || (id % 2) as day from events) to '${file('parts')}' (format parquet, partition_by (day), overwrite_or_ignore)`,
  );
});
afterAll(async () => {
  await runtime.shutDown();
  rmSync(folder, { recursive: true, force: true });
});

async function expectAll(source: string): Promise<void> {
  const report = await read(source);
  expect(report).toMatchObject({ changed: true, users: 5, videos: 7, interactions: 20 });
  const dataset = await workspace().dataset();
  expect([...dataset.users.ids.ids].sort()).toEqual(['u0', 'u1', 'u2', 'u3', 'u4']);
  expect([...dataset.interactions.timestampsMs].sort((a, b) => a - b)).toEqual(rows.map(({ at }) => at * 1000));
}

describe('a table of a database file', () => {
  it.each([
    ['sqlite', 'shop.db', 'table=events'],
    ['sqlite', 'shop.db', 'query=select user_id, item_id, "timestamp" from events where id > 0'],
    ['duckdb', 'shop.duckdb', 'table=events'],
    ['duckdb', 'shop.duckdb', 'query=select user_id, item_id, "timestamp" from events'],
  ])('is read from %s:%s?%s', (scheme, name, what) => expectAll(`${scheme}:${file(name)}?${what}`));

  it('is previewed like any file', async () => {
    const preview = await workspace().store.importer.previewFile(`sqlite:${file('shop.db')}?table=events`);
    expect(preview.columns.map(({ name }) => name)).toEqual(['id', 'user_id', 'item_id', 'timestamp', 'note']);
    expect(preview.rows).toHaveLength(20);
  });

  it.each([
    [`sqlite:${file('shop.db')}`, 'one table or one query'],
    [`sqlite:${file('shop.db')}?table=nosuch`, 'no such table'],
    [`sqlite:${file('shop.db')}?query=delete from events`, 'syntax error'],
    [`sqlite:${file('nosuch.db')}?table=events`, 'There is no file'],
    [`duckdb:${file('shop.duckdb')}?table=nosuch`, 'does not exist'],
    [`duckdb:${file('shop.duckdb')}?query=select * from read_text('/etc/hostname')`, 'disabled'],
    ['postgres://me:hunter2@nowhere/db?table=events', 'must not be part'],
    ['postgres://me@127.0.0.1:1/db?table=events', 'PostgreSQL:'],
    ['postgres://me@127.0.0.1:1/db?password-from=NO_SUCH_PASSWORD&table=events', 'no password in NO_SUCH_PASSWORD'],
  ])('%s is rejected: %s', async (source, words) => {
    const failure = await read(source).then(
      () => '',
      (error: unknown) => String((error as Error).message),
    );
    expect(failure).toContain(words);
    expect(failure).not.toContain('hunter2');
  });

  it('is read incrementally from its watermark, and from the beginning after a replacement', async () => {
    const source = `sqlite:${file('shop.db')}?watermark=id&table=events`;
    await read(source);
    expect(await read(source, { mode: 'merge' })).toMatchObject({ changed: false, files: [], interactions: 20 });
    const database = new Database(file('shop.db'));
    database.exec(`insert into events values (21, 'u9', 'i1', 1700009999, ''), (22, 'u9', 'i2', 1700009999, '')`);
    const again = await read(source, { mode: 'merge' });
    expect(again.files[0]).toMatchObject({ accepted: 2 });
    expect(again.interactions).toBe(22);
    database.exec('delete from events where id > 20');
    database.close();
    expect((await read(source)).interactions).toBe(20);
  });
});

describe('Parquet files', () => {
  it.each(['parts', 'parts/*/*.parquet'])('are read together from %s, partitions as columns', async (path) => {
    await expectAll(file(path));
    const preview = await workspace().store.importer.previewFile(file(path));
    expect(preview.columns.map(({ name }) => name)).toContain('day');
  });

  it('a pattern without files is rejected by name', async () => {
    await expect(read(file('nosuch/*.parquet'))).rejects.toThrow('nosuch');
  });
});

it('JSON Lines with nested fields are read by path, compressed or not', async () => {
  const { gzipSync } = await import('node:zlib');
  const lines = rows.map(({ user, item, at }) =>
    JSON.stringify({ actor: { id: user }, object: { video: { id: item } }, meta: { time: at } }),
  );
  writeFileSync(file('events.jsonl.gz'), gzipSync(lines.join('\n')));
  const map = { user: 'actor.id', video: 'object.video.id', timestamp: 'meta.time' };
  expect(await read(file('events.jsonl.gz'), { map })).toMatchObject({ interactions: 20, users: 5 });
});

describe.skipIf(postgresMissing !== undefined)(`PostgreSQL${postgresMissing === undefined ? '' : ` (${postgresMissing})`}`, () => {
  let postgres: Postgres;
  beforeAll(async () => {
    postgres = await startPostgres();
    await postgres.run(`${table}; insert into events values ${values}`);
    await postgres.run(
      "create schema shop; create table shop.tagged as select user_id, item_id, array['a,b', 'c'] as tags, now() as at from events",
    );
  });
  afterAll(() => postgres?.stop());

  it('is read by table and by query, in a read-only transaction', async () => {
    await expectAll(`${postgres.url}?password-from=${postgres.passwordVariable}&table=events`);
    await expectAll(`${postgres.url}?password-from=${postgres.passwordVariable}&query=select user_id, item_id, "timestamp" from events`);
    const writing = read(
      `${postgres.url}?password-from=${postgres.passwordVariable}&query=with gone as (delete from events returning *) select * from gone`,
    );
    await expect(writing).rejects.toThrow(/WITH|read-only/);
    await expect(read(`${postgres.url}?table=events`)).rejects.toThrow('password');
  });

  it('lists are read as JSON, other types as text', async () => {
    const preview = await workspace().store.importer.previewFile(
      `${postgres.url}?password-from=${postgres.passwordVariable}&table=shop.tagged`,
    );
    const sample = preview.rows[0] ?? [];
    expect(sample[2]).toBe('["a,b","c"]');
    expect(sample[3]).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d.*\+00$/);
  });

  it('is read incrementally from its watermark; neither workspace nor log contains the password', async () => {
    const source = `${postgres.url}?password-from=${postgres.passwordVariable}&watermark=id&table=events`;
    await read(source);
    await postgres.run("insert into events values (21, 'u9', 'i1', 1700009999, '')");
    expect((await read(source, { mode: 'merge' })).interactions).toBe(21);
    expect(await read(source, { mode: 'merge' })).toMatchObject({ changed: false, files: [] });
    const { readdirSync, readFileSync, statSync } = await import('node:fs');
    for (const name of readdirSync(file('workspace'), { recursive: true }) as string[]) {
      const path = join(file('workspace'), name);
      if (statSync(path).isFile()) expect(readFileSync(path).includes(postgres.password), name).toBe(false);
    }
  });
});
