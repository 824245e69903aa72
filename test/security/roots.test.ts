/** A service with `--root`: what its token can reach on the disk. */
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import { contract } from '#shared/contract/index';
import { serveProgram, type ServedProgram } from './served-program';

const folder = mkdtempSync(join(tmpdir(), 'ranklab-roots-'));
const inside = join(folder, 'inside');
const outside = join(folder, 'outside');
let program: ServedProgram;
beforeAll(async () => {
  for (const place of [inside, outside]) {
    mkdirSync(place);
    writeFileSync(join(place, 'log.csv'), 'user,video,timestamp\nu1,v1,1700000000\nu2,v2,1700000001\n');
  }
  symlinkSync(outside, join(inside, 'link'));
  writeFileSync(join(outside, 'tokenizer.json'), '{}');
  for (const name of ['model', 'preset']) mkdirSync(join(inside, name));
  symlinkSync(join(outside, 'tokenizer.json'), join(inside, 'model', 'tokenizer.json'));
  symlinkSync(join(outside, 'log.csv'), join(inside, 'preset', 'ratings.csv'));
  writeFileSync(join(outside, 'log.parquet'), '');
  mkdirSync(join(inside, 'parquet'));
  symlinkSync(join(outside, 'log.parquet'), join(inside, 'parquet', 'a.parquet'));
  program = await serveProgram({ arguments: ['--root', inside] });
});
afterAll(async () => {
  await program.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** Every request that takes the settings of models. */
const withEmbeddings = (embeddings: object) => {
  const multiverse = { models: { embeddings }, config: { variants: [{ name: 'a' }, { name: 'b' }] } };
  return Promise.all([
    program.call('POST', '/model/build', { embeddings }),
    program.call('POST', '/model/estimate', { embeddings }),
    program.call('POST', '/experiments/multiverse/plan', multiverse),
    program.call('POST', '/experiments/multiverse', multiverse),
  ]);
};

const preview = (file: string) => program.call('POST', '/dataset/preview', { file });

it('reads files in its folders', async () => {
  expect(await preview(join(inside, 'log.csv'))).toMatchObject({ status: 200 });
});

it.each([
  join(outside, 'log.csv'),
  '/etc/passwd',
  '/proc/self/environ',
  join(inside, '../outside/log.csv'),
  join(inside, 'link/log.csv'),
  `${inside}-2/x.csv`,
])('reads and writes nothing elsewhere: %s', async (path) => {
  expect(await preview(path)).toMatchObject({ status: 403 });
  expect(await program.call('POST', '/dataset/import', { interactions: path })).toMatchObject({ status: 403 });
  expect(await program.call('POST', '/dataset/import', { preset: 'movielens', from: path })).toMatchObject({ status: 403 });
  expect(await program.call('POST', '/experiments/files', { path })).toMatchObject({ status: 403 });
  expect(await program.call('POST', '/experiments/gate', { baseline: 'default', against: { path } })).toMatchObject({ status: 403 });
  expect(await program.call('POST', '/runs', { path })).toMatchObject({ status: 403 });
  expect(await program.call('POST', '/workspace/restore', { file: path, path: join(inside, 'new') })).toMatchObject({ status: 403 });
  expect(await program.call('POST', '/workspace/restore', { file: join(inside, 'x'), path })).toMatchObject({ status: 403 });
  expect(await program.call('POST', '/vectors', { path })).toMatchObject({ status: 403 });
  expect(await program.call('POST', '/workspace/snapshot', { path })).toMatchObject({ status: 403 });
  for (const answer of await withEmbeddings({ provider: 'precomputed', params: { path } })) expect(answer).toMatchObject({ status: 403 });
  expect(await program.call('POST', '/workspace/open', { path })).toMatchObject({ status: 403 });
  expect(await program.call('POST', '/workspace/create', { path, name: 'x' })).toMatchObject({ status: 403 });
});

it.each([
  ['a model beside the folder', { path: inside, file: '../outside/model.onnx' }],
  ['a link among the files of the folder', { path: join(inside, 'model') }],
])('reads no model elsewhere: %s', async (_what, params) => {
  for (const answer of await withEmbeddings({ provider: 'onnx', params })) expect(answer).toMatchObject({ status: 403 });
});

it('reads no file of a preset elsewhere through a link', async () => {
  const request = { preset: 'movielens', from: join(inside, 'preset') };
  expect(await program.call('POST', '/dataset/import', request)).toMatchObject({ status: 403 });
});

it('reads no Parquet file elsewhere through a link in a folder or a pattern', async () => {
  for (const file of [join(inside, 'parquet'), join(inside, 'parquet', '*.parquet'), join(inside, 'l*k', '*.parquet')]) {
    expect(await preview(file)).toMatchObject({ status: 403 });
    expect(await program.call('POST', '/dataset/import', { interactions: file })).toMatchObject({ status: 403 });
  }
});

const isText = (schema: unknown): boolean =>
  typeof schema === 'object' && schema !== null && (('type' in schema && schema.type === 'string') || Object.values(schema).some(isText));

/** The names of all fields of a JSON schema that hold text, or what is in them. */
function fieldsOf(schema: unknown): string[] {
  if (typeof schema !== 'object' || schema === null) return [];
  const properties = 'properties' in schema ? Object.entries(schema.properties ?? {}) : [];
  return [...properties.flatMap(([name, field]) => (isText(field) ? [name] : [])), ...Object.values(schema).flatMap(fieldsOf)];
}

it('no other request names a file: those that do are refused above', () => {
  const names = new Set(['path', 'paths', 'file', 'folder', 'from', 'to', 'interactions', 'testInteractions', 'embeddings']);
  const found = Object.entries(contract).flatMap(([area, procedures]) =>
    Object.entries(procedures).flatMap(([name, procedure]) => {
      const schema = procedure['~orpc'].inputSchema as z.ZodType | undefined;
      const fields = schema ? fieldsOf(z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' })) : [];
      const own = [...new Set(fields.filter((field) => names.has(field)))].sort();
      return own.length === 0 ? [] : [`${area}.${name}: ${own.join(', ')}`];
    }),
  );
  const fromOutside = [
    ...['openWorkspace: path', 'createWorkspace: path', 'snapshotWorkspace: path', 'restoreWorkspace: file, path'].map(
      (request) => `system.${request}`,
    ),
    ...['dataset.preview: file', 'dataset.import: from, interactions, testInteractions'],
    ...['model.build: embeddings', 'model.estimate: embeddings'],
    ...['multiversePlan: embeddings', 'multiverse: embeddings', 'openFile: path', 'gate: path'].map((request) => `experiment.${request}`),
    ...['run.add: path', 'vectors.add: path'],
  ];
  // Contents of files, a choice of tables, and a setting of a variant.
  const notOnDisk = [
    'dataset.upload: file',
    'run.upload: file',
    'vectors.upload: file',
    'dataset.export: interactions',
    'dataset.exportCount: interactions',
    'tuning.sweep: path',
  ];
  expect(found.sort()).toEqual([...fromOutside, ...notOnDisk].sort());
});
