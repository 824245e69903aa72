import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { Decompress } from 'fzstd';
import { describe, expect, it } from 'vitest';
import { createDataset } from '#engine/dataset/assemble';
import { datasetCsvChunks } from '#engine/dataset/csv-files';
import { exportFormats } from '#engine/dataset/exporters/registry';
import { generateDataset } from '#engine/dataset/generators/synthetic';
import type { ModelVectors } from '#engine/dataset/exporters/vector-tables';
import { exportData } from '#service/export/export-data';
import { readExported } from '#service/export/read-exported';
import { nodeFileOperations as files } from '#service/storage/files/file-operations';
import { Workspace } from '#service/workspace/stored-workspace';
import { exportRequestSchema, type ExportRequest } from '#shared/schemas/dataset';
import { notBuilt, write } from './export-tools';
import { plain, sampleDataset } from './sample-dataset';
import { temporaryFolder } from './temporary-folder';

/** As the import reads it: in pieces. */
function unpacked(zstd: Uint8Array): Buffer {
  const parts: Uint8Array[] = [];
  const stream = new Decompress((part) => parts.push(Buffer.from(part)));
  for (let from = 0; from < zstd.length; from += 65_536) stream.push(zstd.subarray(from, from + 65_536), from + 65_536 >= zstd.length);
  return Buffer.concat(parts);
}

async function readBack(folder: string, preset = 'ranklab') {
  const workspace = await Workspace.create(join(temporaryFolder(), 'w'), 'x');
  const outcome = await workspace.importer.importFiles({ preset, from: folder, mode: 'replace' });
  await workspace.close();
  return outcome;
}

const german = { delimiter: 'semicolon', decimalComma: true, byteOrderMark: true };
const roundTrips: [string, string, ExportRequest['options']][] = exportFormats
  .list()
  .filter(({ holdsAll }) => holdsAll)
  .map(({ id }) => [id, id, {}]);
roundTrips.push(
  ['csv for a German Excel', 'csv', german],
  ['csv with tabs', 'csv', { delimiter: 'tab' }],
  ['csv with bars', 'csv', { delimiter: 'pipe' }],
  ['csv with commas for both', 'csv', { decimalComma: true }],
  ['csv compressed with gzip', 'csv', { compression: 'gzip' }],
  ['csv compressed with zstd', 'csv', { compression: 'zstd' }],
  ['jsonl compressed with gzip', 'jsonl', { compression: 'gzip' }],
  ['jsonl compressed with zstd', 'jsonl', { compression: 'zstd' }],
);

describe('an exported dataset is imported as the same dataset', () => {
  it.each(roundTrips)('%s', async (_, format, options) => {
    for (const dataset of [sampleDataset(), generateDataset({ users: 60, videos: 90, interactions: 900, seed: 3 }).dataset]) {
      const folder = temporaryFolder();
      const { notes } = await write(dataset, folder, { format, options });
      expect(notes).toEqual([expect.stringContaining('No vectors')]);
      const { dataset: again, report } = await readBack(folder);
      expect(report.rejects).toEqual([]);
      expect({ ...plain(again), name: '' }).toEqual({ ...plain(dataset), name: '' });
      expect(again.fingerprint).toBe(dataset.fingerprint);
    }
  });

  it('csv with default settings has the bytes that generation writes', async () => {
    const folder = temporaryFolder();
    const dataset = sampleDataset();
    await write(dataset, folder);
    for (const [name, chunks] of Object.entries(datasetCsvChunks(dataset))) {
      expect(readFileSync(join(folder, name), 'utf8')).toBe([...chunks].join(''));
    }
  });

  it.each(['gzip', 'zstd'])(
    '%s: the text is that of the uncompressed file, also where it takes several frames, and no other file is left',
    async (method) => {
      const sample = sampleDataset();
      const long = 'x\r\n"ü"'.repeat(500_000);
      const dataset = createDataset({ ...sample, items: { ...sample.items, descriptions: [long, long, ''] } });
      const folder = temporaryFolder();
      await write(dataset, folder, { what: 'videos', format: 'csv', options: { compression: method } });
      await write(dataset, folder, { what: 'videos', format: 'csv' });
      const name = `videos.csv.${method === 'gzip' ? 'gz' : 'zst'}`;
      expect(readdirSync(folder).sort()).toEqual(['videos.csv', name]);
      const plain = readFileSync(join(folder, 'videos.csv'));
      const packed = readFileSync(join(folder, name));
      expect(packed.length).toBeLessThan(plain.length / 20);
      expect((method === 'gzip' ? gunzipSync(packed) : unpacked(packed)).equals(plain)).toBe(true);
      await expect(write(dataset, folder, { format: 'parquet', options: { compression: method } })).rejects.toMatchObject({
        code: 'INVALID_ARGUMENT',
      });
    },
  );

  it('parquet: a row of many megabytes', async () => {
    const sample = sampleDataset();
    const descriptions = ['x'.repeat(3_000_000), '', ''];
    const dataset = createDataset({ ...sample, items: { ...sample.items, descriptions } });
    const folder = temporaryFolder();
    await write(dataset, folder, { what: 'videos', format: 'parquet' });
    expect(statSync(join(folder, 'videos.parquet')).size).toBeGreaterThan(0);
  });

  it('a file named without a preset is recognised by its columns', async () => {
    const dataset = sampleDataset();
    for (const format of ['csv', 'jsonl', 'parquet']) {
      const folder = temporaryFolder();
      await write(dataset, folder, { format });
      const workspace = await Workspace.create(join(temporaryFolder(), 'w'), 'x');
      const path = (name: string): string => join(folder, `${name}.${format}`);
      const request = { users: path('users'), videos: path('videos'), interactions: path('interactions'), mode: 'replace' } as const;
      const { dataset: again } = await workspace.importer.importFiles(request);
      expect(plain(again).items).toEqual(plain(dataset).items);
      expect(plain(again).interactions).toEqual(plain(dataset).interactions);
      await workspace.close();
    }
  });

  it('files saved by a spreadsheet: semicolons, decimal commas, localised booleans, CRLF', async () => {
    const folder = temporaryFolder();
    const dataset = sampleDataset();
    await write(dataset, folder, { format: 'csv', options: german });
    for (const name of ['users.csv', 'videos.csv', 'interactions.csv']) {
      const text = readFileSync(join(folder, name), 'utf8');
      const saved = text.replaceAll(';true;', ';WAHR;').replaceAll(';false;', ';FALSCH;');
      writeFileSync(join(folder, name), name === 'videos.csv' ? saved : saved.replaceAll('\n', '\r\n'));
    }
    expect(readFileSync(join(folder, 'videos.csv'), 'utf8')).toMatch(/^\ufeffvideo_id;[^]*;61,5;0,99;[^]*;WAHR;/);
    expect((await readBack(folder)).dataset.fingerprint).toBe(dataset.fingerprint);
  });
});

describe('formats of other programs', () => {
  const dataset = generateDataset({ users: 60, videos: 90, interactions: 900, seed: 3 }).dataset;

  it('recbole: every interaction with its kind, value and time', async () => {
    const folder = temporaryFolder();
    const { notes, files: written } = await write(dataset, folder, { format: 'recbole', options: { name: 'mine' } });
    expect(written.map(({ name }) => name)).toEqual(['mine.users', 'mine.item', 'mine.inter'].map((name) => name.replace('users', 'user')));
    expect(notes.join(' ')).toContain('blanks');
    expect(readFileSync(join(folder, 'mine.inter'), 'utf8').split('\n', 1)[0]).toBe(
      'user_id:token\titem_id:token\tkind:token\tvalue:float\ttimestamp:float',
    );
    const { dataset: again } = await readBack(folder, 'recbole');
    const { users, items, kinds, kindCodes, values, timestampsMs } = plain(dataset).interactions;
    expect(plain(again).interactions).toMatchObject({ users, items, kinds, kindCodes, values, timestampsMs });
    expect(again.items.ids.ids).toEqual(dataset.items.ids.ids);
    expect(again.users.ids.ids).toEqual(dataset.users.ids.ids);
  });

  it('movielens: interactions with a value, in whole seconds', async () => {
    const rated = sampleDataset();
    const folder = temporaryFolder();
    const { notes } = await write(rated, folder, { format: 'movielens' });
    expect(notes.join('\n')).toContain('1 interactions without a value');
    expect(notes.join('\n')).toContain('kind, position, device, shown');
    const { dataset: again } = await readBack(folder, 'movielens');
    expect(again.items.ids.ids).toEqual(rated.items.ids.ids);
    expect([...again.interactions.values]).toEqual([0.5, 5, -1, 0]); // the preset reads the repeated row as one
    expect(again.interactions.timestampsMs[0]).toBe(1_600_000_000_000);
  });

  it('rejects data that a format cannot hold', async () => {
    await expect(write(dataset, temporaryFolder(), { what: 'factors', format: 'recbole' })).rejects.toMatchObject({
      code: 'INVALID_ARGUMENT',
      details: { remedy: expect.stringContaining('csv, parquet, jsonl') },
    });
    await expect(write(dataset, temporaryFolder(), { format: 'xml' })).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' });
    await expect(write(dataset, temporaryFolder(), { options: { delimeter: 'semicolon' } })).rejects.toMatchObject({
      code: 'INVALID_ARGUMENT',
    });
    await expect(write(dataset, temporaryFolder(), { filter: { kinds: ['nope'] } })).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' });
  });
});

describe('samples and filters', () => {
  const { dataset } = generateDataset({ users: 200, videos: 300, interactions: 3000, seed: 3 });
  const idsOf = (folder: string): string[] =>
    readFileSync(join(folder, 'users.csv'), 'utf8')
      .trim()
      .split('\n')
      .slice(1)
      .map((line) => line.split(',', 1)[0]);

  it('a sample is the same for the same seed, also after other users are removed', async () => {
    const [first, second, other] = [temporaryFolder(), temporaryFolder(), temporaryFolder()];
    await write(dataset, first, { filter: { users: 20, seed: 7 } });
    await write(dataset, second, { filter: { users: 20, seed: 7 } });
    await write(dataset, other, { filter: { users: 20, seed: 8 } });
    expect(idsOf(first)).toHaveLength(20);
    expect(idsOf(second)).toEqual(idsOf(first));
    expect(idsOf(other)).not.toEqual(idsOf(first));
    const back = (await readBack(first)).dataset;
    expect(back.users.ids.ids).toEqual(idsOf(first));
    expect(back.interactions.count).toBeGreaterThan(0);
    const larger = temporaryFolder();
    await write(dataset, larger, { filter: { users: 50, seed: 7 } });
    expect(idsOf(larger)).toEqual(expect.arrayContaining(idsOf(first)));
  });

  it('kinds and times', async () => {
    const folder = temporaryFolder();
    const times = [...dataset.interactions.timestampsMs].sort((a, b) => a - b);
    const [fromMs, untilMs] = [times[500], times[1500]];
    await write(dataset, folder, { what: 'interactions', filter: { kinds: ['like'], fromMs, untilMs, onlyUsed: true } });
    expect(readdirSync(folder)).toEqual(['interactions.csv']);
    const rows = readFileSync(join(folder, 'interactions.csv'), 'utf8')
      .trim()
      .split('\n')
      .slice(1)
      .map((line) => line.split(','));
    expect(rows.length).toBeGreaterThan(0);
    for (const row of rows) {
      expect(row[2]).toBe('like');
      expect(Number(row[4]) >= fromMs && Number(row[4]) < untilMs).toBe(true);
    }
  });
});

describe('vectors and factors', () => {
  it('are exported with their ids, without zero rows', async () => {
    const dataset = sampleDataset();
    const vectors = Float32Array.of(0.1, -2, 0, 0, 1e-7, 3);
    const models = { dataset, embeddings: { vectors, dimensions: 2 }, factors: undefined } as unknown as ModelVectors;
    const folder = temporaryFolder();
    await write(dataset, folder, { what: 'vectors', format: 'csv' }, async () => models);
    expect(readFileSync(join(folder, 'vectors.csv'), 'utf8')).toBe('video_id,d0,d1\nv1,0.1,-2\nv3,1e-7,3\n');
    await write(dataset, folder, { what: 'vectors', format: 'jsonl' }, async () => models);
    expect(readFileSync(join(folder, 'vectors.jsonl'), 'utf8')).toBe(
      '{"video_id":"v1","vector":[0.1,-2]}\n{"video_id":"v3","vector":[1e-7,3]}\n',
    );
    await expect(write(dataset, folder, { what: 'factors' }, async () => models)).rejects.toMatchObject({ code: 'NOT_BUILT' });
    await expect(write(dataset, folder, { what: 'vectors' })).rejects.toMatchObject({ code: 'NOT_BUILT' });
  });
});

describe('files', () => {
  it('are read in parts, and only from the export folder', async () => {
    const folder = temporaryFolder();
    await write(sampleDataset(), folder, { what: 'users' });
    const whole = readFileSync(join(folder, 'users.csv'));
    const part = await readExported(files, folder, { name: 'users.csv', from: 5 });
    expect(Buffer.from(part.content, 'base64').equals(whole.subarray(5))).toBe(true);
    expect(part).toMatchObject({ next: null, bytes: whole.length });
    await expect(readExported(files, folder, { name: '../x', from: 0 })).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' });
    await expect(readExported(files, folder, { name: 'x', from: 0 })).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(readExported(files, folder, { name: 'users.csv', from: 0, bytes: 1 })).rejects.toMatchObject({ code: 'CONFLICT' });
  });

  it.each(['csv', 'parquet'])('%s: a cancelled export keeps the earlier file', async (format) => {
    const folder = temporaryFolder();
    const { dataset } = generateDataset({ users: 500, videos: 300, interactions: 20_000, seed: 3 });
    writeFileSync(join(folder, `interactions.${format}`), 'before');
    const controller = new AbortController();
    const context = { signal: controller.signal, report: (fraction: number) => fraction > 0.5 && controller.abort() };
    const request = exportRequestSchema.parse({ what: 'interactions', format });
    const source = { dataset: async () => dataset, vectors: notBuilt };
    await expect(exportData(source, request, folder, files, context)).rejects.toMatchObject({ code: 'CANCELLED' });
    expect(readdirSync(folder)).toEqual([`interactions.${format}`]);
    expect(readFileSync(join(folder, `interactions.${format}`), 'utf8')).toBe('before');
  });
});
