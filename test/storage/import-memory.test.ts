/** An import that would not fit into memory is refused before it takes any; the limit is lowered here. */
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { RowFilter } from '#shared/schemas/dataset';
import { Importer } from '#service/import/import-files';
import { duckDb } from '#service/storage/tables/duckdb-module';
import { workspace } from './import-case-tools';
import { temporaryFolder } from './temporary-folder';

const line = (i: number): string => `u${i % 50},v${i % 70},${1_600_000_000 + 60 * i}`;
const csv = (rows: number, name = 'log.csv'): string => {
  const path = join(temporaryFolder(), name);
  writeFileSync(path, `user_id,video_id,timestamp\n${Array.from({ length: rows }, (_, i) => line(i)).join('\n')}\n`);
  return path;
};

async function parquet(rows: number, folder = temporaryFolder()): Promise<string> {
  const path = join(folder, 'log.parquet');
  const instance = await duckDb().DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  await connection.run(`copy (select * from read_csv('${csv(rows)}')) to '${path}' (format parquet)`);
  connection.closeSync();
  instance.closeSync();
  return path;
}

const withMemory = (bytes: number): Importer => new Importer(workspace.files, workspace.path, workspace.data, workspace.state, () => bytes);
const importing = (importer: Importer, interactions: string | string[], where?: RowFilter[]) =>
  importer.importFiles({
    interactions,
    mode: 'replace',
    acceptGuesses: true,
    ...(where && { options: { interactions: { where }, unknownIds: 'add' as const } }),
  });
const refusal = (rows: RegExp, remedy: RegExp): object => ({
  code: 'TOO_LARGE',
  message: expect.stringMatching(rows) as string,
  details: expect.objectContaining({ remedy: expect.stringMatching(remedy) as string }) as object,
});

it('refuses a Parquet file by the number of rows in its footer, before any is converted, and says how much memory it takes', async () => {
  const path = await parquet(20_000);
  await expect(importing(withMemory(1_000_000), path)).rejects.toMatchObject(
    refusal(/20,000 interactions take about 1\.8 MiB of memory to import; 1\.0 MiB are free here/, /a machine with 2\.3 MiB/),
  );
  expect(readdirSync(join(workspace.path, 'uploads'))).toEqual([]);
  expect((await importing(withMemory(2_000_000), path)).report.files[0]).toMatchObject({ accepted: 20_000 });
});

it('refuses a text by the number of rows that its size and its sampled lines give', async () => {
  const path = csv(50_000);
  await expect(importing(withMemory(1_000_000), path)).rejects.toMatchObject(
    refusal(/(4[89]|5[01]),\d{3} interactions/, /Import a part of them/),
  );
  expect((await importing(withMemory(6_000_000), path)).report.files[0]).toMatchObject({ accepted: 50_000 });
});

it('adds up the files of one import', async () => {
  const files = [csv(6_000, 'a.csv'), csv(6_000, 'b.csv')];
  await expect(importing(withMemory(900_000), files)).rejects.toMatchObject(refusal(/1[12],\d{3} interactions/, /memory/));
  await expect(importing(withMemory(900_000), files.slice(0, 1))).resolves.toBeDefined();
});

it('counts the rows of a folder with Parquet files once', async () => {
  const folder = temporaryFolder();
  await parquet(20_000, folder);
  expect((await importing(withMemory(2_000_000), folder)).report.files[0]).toMatchObject({ accepted: 20_000 });
  await expect(importing(withMemory(1_000_000), folder)).rejects.toMatchObject(refusal(/20,000 interactions/, /memory/));
});

it('counts only rows that a filter lets pass', async () => {
  const where: RowFilter[] = [{ column: 'user_id', is: 'in', value: ['u1', 'u2', 'u3', 'u4', 'u5'] }];
  for (const path of [csv(20_000), await parquet(20_000)]) {
    expect((await importing(withMemory(250_000), path, where)).report.files[0]).toMatchObject({ accepted: 2_000 });
    await expect(importing(withMemory(150_000), path, where)).rejects.toMatchObject(refusal(/(1,9|2,0)\d\d interactions/, /memory/));
  }
});

it('does not take rows for none because no sampled one passes', async () => {
  const where: RowFilter[] = [{ column: 'user_id', is: 'in', value: ['nobody'] }];
  await expect(importing(withMemory(50), csv(20_000), where)).rejects.toMatchObject(refusal(/About \d+ interactions/, /memory/));
});
