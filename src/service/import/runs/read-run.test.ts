import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import { Vocabulary } from '#engine/core/containers/vocabulary';
import type { ForeignRun } from '#engine/model/foreign-run';
import { bindRun } from '#engine/runs/bind-run';
import { runPolicySchema, type RunPolicy } from '#shared/schemas/foreign-run';
import { duckDb } from '../../storage/tables/duckdb-module';
import { nodeFileOperations } from '../../storage/files/file-operations';
import { readRunFile } from './read-run';

const folder = mkdtempSync(join(tmpdir(), 'ranklab-read-run-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const read = (name: string, content: string | Buffer, options: Parameters<typeof readRunFile>[3] = {}): Promise<ForeignRun> => {
  writeFileSync(join(folder, name), content);
  return readRunFile(nodeFileOperations, join(folder, name), folder, options);
};

/** user item rank score, as they stand in the file. */
const linesOf = ({ users, items, userCodes, itemCodes, scores, ranks }: ForeignRun): string[] =>
  Array.from(userCodes, (code, l) => [users[code], items[itemCodes[l] ?? -1], ranks?.[l] ?? '-', scores?.[l] ?? '-'].join(' '));

const expected = ['u1 a 1 0.5', 'u1 b 2 0.25', 'u 2 c,d 1 -3'];

async function parquet(name: string): Promise<ForeignRun> {
  const instance = await duckDb().DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  const values = "values ('u1', 'a', 1, 0.5::double, 7, 'x'), ('u1', 'b', 2, 0.25, null, 'y'), ('u 2', 'c,d', 1, -3, 9, 'z')";
  await connection.run(
    `copy (select * from (${values}) t(user_id, item_id, "rank", score, price, model)) to '${join(folder, name)}' (format parquet)`,
  );
  connection.closeSync();
  instance.closeSync();
  return readRunFile(nodeFileOperations, join(folder, name), folder);
}

describe('a run reads the same from', () => {
  const csv = 'user_id,item_id,rank,score,price,model\nu1,a,1,0.5,7,x\nu1,b,2,0.25,,y\nu 2,"c,d",1,-3,9,z\n';
  it.each([
    ['CSV', () => read('a.csv', csv)],
    ['gzip', () => read('a.csv.gz', gzipSync(csv))],
    ['TSV', () => read('a.tsv', csv.replace('"c,d"', 'c;d').replaceAll(',', '\t').replace('c;d', 'c,d'))],
    ['CRLF and a byte-order mark', () => read('b.csv', `\ufeff${csv.replaceAll('\n', '\r\n')}`)],
    [
      'JSON Lines',
      () =>
        read(
          'a.jsonl',
          [
            '{"user_id":"u1","item_id":"a","rank":1,"score":0.5,"price":7,"model":"x"}',
            '',
            '{"user_id":"u1","item_id":"b","rank":2,"score":0.25,"price":null,"model":"y"}',
            '{"user_id":"u 2","item_id":"c,d","rank":1,"score":-3,"price":9,"model":"z"}',
          ].join('\n'),
        ),
    ],
    ['Parquet', () => parquet('a.parquet')],
  ])('%s, numbers kept, text columns named', async (_, make) => {
    const run = await make();
    expect(linesOf(run)).toEqual(expected);
    expect(Object.entries(run.columns).map(([name, values]) => [name, ...values])).toEqual([['price', 7, NaN, 9]]);
    expect(run.textColumns).toEqual(['model']);
  });

  it('maps its own column names', async () => {
    const map = { user: 'who', item: 'what', score: 's' };
    expect(linesOf(await read('m.csv', 'who,what,s\nu,a,2\n', { map }))).toEqual(['u a - 2']);
  });
});

describe('a fault is rejected with file and line', () => {
  it.each([
    ['rank.csv', 'user,item,rank\nu,a,1\nu,b,first\n', 'rank.csv:3', 'rank “first” is not a finite number'],
    ['score.tsv', 'user\titem\tscore\nu\ta\tNaN\n', 'score.tsv:2', 'score “NaN”'],
    ['infinite.jsonl', '{"user":"u","item":"a","score":1e999}\n', 'infinite.jsonl:1', 'not a finite number'],
    ['empty.csv', 'user,item,score\n,a,1\n', 'empty.csv:2', 'the user is empty'],
    ['item.jsonl', '{"user":"u","item":"a","score":1}\n{"user":"u","score":1}\n', 'item.jsonl:2', 'the item is empty'],
    ['broken.jsonl', '{"user":"u","item":"a","score":1}\n{"user":\n', 'broken.jsonl:2', 'not a JSON object'],
    ['short.csv', 'user,item,score\nu,a\n', 'short.csv:2', ''],
    ['short.trec', 'q Q0 a 1 2 t\nq Q0 b 2\n', 'short.trec', 'fields'],
    ['columns.csv', 'a,b,c\n1,2,3\n', 'columns.csv', 'no column for user and item and rank or score'],
    ['nothing.csv', 'user,item,score\n', 'nothing.csv', 'no ranked item'],
  ])('%s', async (name, content, place, words) => {
    const failure = await read(name, content).then(
      () => undefined,
      (error: unknown) => error as Error & { details: { place?: string } },
    );
    expect(failure?.message).toContain(words);
    expect(failure?.details.place ?? failure?.message).toContain(place.split(':')[0]);
    if (place.includes(':')) expect(failure?.details.place).toBe(place);
  });
});

describe('a run matched with the data', () => {
  const ids = {
    users: { ids: new Vocabulary<string, number>('user', ['u1', 'u2']) },
    items: { ids: new Vocabulary<string, number>('item', ['a', 'b', 'c']) },
  };
  const bind = async (content: string, policy: Partial<RunPolicy> = {}) =>
    bindRun(await read('bound.csv', content), ids, runPolicySchema.parse(policy));
  const listOf = async (content: string, policy: Partial<RunPolicy> = {}) => {
    const { items, offsets, listOfUser } = await bind(content, policy);
    const list = listOfUser[0] ?? -1;
    return [...items.subarray(offsets[list], offsets[list + 1])];
  };
  const repeated = 'user,item,rank,score\nu1,b,1,1\nu1,a,2,3\nu1,b,3,9\nu1,c,4,3\n';

  it('orders by score, equal scores by row; keeps a repeated item by best score, first or last line', async () => {
    expect(await listOf(repeated)).toEqual([1, 0, 2]);
    expect(await listOf(repeated, { duplicates: 'first' })).toEqual([0, 2, 1]);
    expect(await listOf(repeated, { duplicates: 'last' })).toEqual([1, 0, 2]);
    expect(await listOf(repeated, { order: 'rank' })).toEqual([1, 0, 2]);
    expect(await bind(repeated)).toMatchObject({ duplicateRows: 1, tiedRows: 2 });
    await expect(bind(repeated, { duplicates: 'refuse' })).rejects.toThrow('1 lines that repeat');
  });

  it('counts users and items missing on either side', async () => {
    const strange = 'user,item,score\nu1,a,1\nu1,x,2\nnobody,a,1\nnobody,x,1\n';
    expect(await bind(strange)).toMatchObject({ unknownUsers: 1, unknownUserRows: 2, unknownItems: 1, unknownItemRows: 1 });
    expect((await bind(strange)).listOfUser[1]).toBe(-1);
    await expect(bind(strange, { unknownItems: 'refuse' })).rejects.toThrow('catalogue does not have');
    await expect(bind(strange, { unknownUsers: 'refuse' })).rejects.toThrow('data does not have');
    await expect(bind('user,item,rank\nu1,a,1\n', { order: 'score' })).rejects.toThrow('no score to order by');
  });
});
