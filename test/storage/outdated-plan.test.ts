/** DuckDB may plan by statistics of data that a writer replaces at that moment. A million random requests met that once. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBConnection } from '@duckdb/node-api';
import { afterAll, afterEach, expect, it, vi } from 'vitest';
import { nodeFileOperations } from '#service/storage/files/file-operations';
import { Database } from '#service/storage/tables/database';

const folder = mkdtempSync(join(tmpdir(), 'ranklab-outdated-plan-'));
const database = new Database(join(folder, 'data.duckdb'), nodeFileOperations, []);
const outdated = new Error(
  'Invalid Input Error: Perfect hash aggregate: aggregate group 10 exceeded total groups 4. This likely means that the statistics in your data source are corrupt.',
);
afterEach(() => vi.restoreAllMocks());
afterAll(async () => {
  await database.close();
  rmSync(folder, { recursive: true, force: true });
});

it('a query whose plan does not fit its rows is planned again', async () => {
  const read = vi.spyOn(DuckDBConnection.prototype, 'runAndReadAll').mockRejectedValueOnce(outdated);
  expect(await database.rows('select 7 as n')).toEqual([{ n: 7 }]);
  expect(read).toHaveBeenCalledTimes(2);
});

it('once only, and no other failure', async () => {
  const read = vi.spyOn(DuckDBConnection.prototype, 'runAndReadAll').mockRejectedValue(outdated);
  await expect(database.rows('select 7 as n')).rejects.toThrow('Perfect hash aggregate');
  expect(read).toHaveBeenCalledTimes(2);
  read.mockClear().mockRejectedValue(new Error('Invalid Input Error: another'));
  await expect(database.rows('select 7 as n')).rejects.toThrow('another');
  expect(read).toHaveBeenCalledTimes(1);
});
