import { existsSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import type { TaskContext } from '#engine/ports';
import { readShards, shardReport, writeShard } from '#service/experiments/shards/shard-file';
import { makeSnapshot } from '#service/workspace/snapshot/make-snapshot';
import { RankLabError } from '#shared/errors';
import { generatorParamsSchema, importRequestSchema } from '#shared/schemas/dataset';
import { experimentConfigSchema } from '#shared/schemas/experiment';
import { exportRankerInputSchema } from '#shared/schemas/export-ranker';
import { buildSettingsSchema } from '#shared/schemas/model';
import { recommendInputSchema } from '#shared/schemas/ranking';
import { shardSchema } from '#shared/schemas/shard';
import { parseOrThrow } from '#shared/validation';
import type { OpenOptions, RankLabWorkspace, WorkOptions } from './types';

/**
 * Opens the workspace of a folder.
 *
 * @throws RankLabError NOT_FOUND where there is none and `create` is not set, LOCKED where another process has it open.
 */
export async function openWorkspace(folder: string, { create = false }: OpenOptions = {}): Promise<RankLabWorkspace> {
  const path = resolve(folder);
  const exists = existsSync(join(path, 'workspace.json'));
  if (!exists && !create) {
    throw new RankLabError('NOT_FOUND', `There is no workspace at ${path}`, { place: path, remedy: 'Open it with { create: true }' });
  }
  const { createRuntime } = await import('#service/runtime');
  const runtime = createRuntime();
  try {
    await (exists ? runtime.session.open(path) : runtime.session.create(path, basename(path)));
  } catch (error) {
    await runtime.shutDown();
    throw error;
  }
  const current = () => runtime.session.current();
  return {
    importData: (request, options) => current().import(parseOrThrow(importRequestSchema, request, 'importData'), contextOf(options)),
    generate: async (params = {}, options) => {
      await current().generate(parseOrThrow(generatorParamsSchema, params, 'generate'), contextOf(options));
    },
    build: async (settings = {}, options) => {
      await current().models.build(parseOrThrow(buildSettingsSchema, settings, 'build'), contextOf(options));
    },
    compare: async (config, options) =>
      (await current().experiments.run(parseOrThrow(experimentConfigSchema, config, 'compare'), contextOf(options))).result,
    compareShard: async (config, shard, folder, options) => {
      const part = parseOrThrow(shardSchema, shard, 'shard');
      const { experiments, store } = current();
      const content = await experiments.measureShard(
        parseOrThrow(experimentConfigSchema, config, 'compareShard'),
        part,
        contextOf(options),
      );
      return shardReport(content, await writeShard(store.files, resolve(folder), content));
    },
    merge: async (folders, options) => {
      const { experiments, store } = current();
      const shards = await readShards(
        store.files,
        folders.map((folder) => resolve(folder)),
      );
      return (await experiments.merge(shards, [], contextOf(options))).result;
    },
    snapshot: async (folder, options) => {
      await makeSnapshot(current().store, resolve(folder), contextOf(options));
    },
    recommend: (input) => current().lists.recommend(parseOrThrow(recommendInputSchema, input, 'recommend')),
    exportRanker: (input, out, options) =>
      current().rankerExport.write(parseOrThrow(exportRankerInputSchema, input, 'exportRanker'), contextOf(options), resolve(out)),
    close: () => runtime.shutDown(),
  };
}

/** Opens, works, and always closes. */
export async function withWorkspace<Value>(folder: string, work: (workspace: RankLabWorkspace) => Promise<Value>): Promise<Value> {
  const workspace = await openWorkspace(folder);
  try {
    return await work(workspace);
  } finally {
    await workspace.close();
  }
}

const contextOf = ({ signal, onProgress }: WorkOptions = {}): TaskContext => ({
  ...(signal && { signal }),
  ...(onProgress && { report: (fraction: number, detail = '') => onProgress(fraction, detail) }),
});
