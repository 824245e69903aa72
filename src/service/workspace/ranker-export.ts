import { join } from 'node:path';
import { subtask, throwIfCancelled } from '#engine/core/cancellation';
import { exportTargets } from '#engine/ranker-export/registry';
import type { RankerPlan } from '#engine/ranker-export/plan';
import type { ExportTarget } from '#engine/ranker-export/target';
import { scalingTexts, writeTarget } from '#engine/ranker-export/write-target';
import { exportedPools, planRanker } from '#engine/pipeline/export-ranker';
import type { TaskContext } from '#engine/ports';
import type { ExportedPart } from '#shared/schemas/dataset';
import { experimentConfigSchema } from '#shared/schemas/experiment';
import type { ExportRankerInput, ExportRankerReport } from '#shared/schemas/export-ranker';
import type { Variant } from '#shared/schemas/variant';
import type { StoredVariants } from '../experiments/stored-variants';
import type { Experiments } from '../experiments/experiments';
import { readExported } from '../export/read-exported';
import type { Models } from '../models/models';
import { writeAtomically } from '../storage/files/atomic-write';
import type { FileOperations } from '../storage/files/file-operations';
import { guarded } from '../storage/files/storage-error';
import { workspaceFiles } from '../storage/files/workspace-paths';
import { writeTogether } from '../storage/files/write-together';
import type { WorkspaceContext } from './workspace-context';

interface Rooms {
  readonly models: Models;
  readonly experiments: Experiments;
  readonly variants: StoredVariants;
}

/** A workspace's variants on their way to other engines. */
export class RankerExport {
  constructor(
    private readonly workspace: WorkspaceContext,
    private readonly rooms: Rooms,
  ) {}

  /** Where exports go that name no folder. */
  get folder(): string {
    return join(this.workspace.store.path, workspaceFiles.exports, 'ranker');
  }

  /** @throws NOT_BUILT without serving models, INVALID_ARGUMENT for an unknown target, UNSUPPORTED, CANCELLED, DISK_FULL, IO_FAILED. */
  async write(input: ExportRankerInput, context?: TaskContext, folder = this.folder): Promise<ExportRankerReport> {
    const target = exportTargets.get(input.target, 'target');
    const variant = await this.#variantOf(input.variant);
    const { models, experiments } = this.rooms;
    const serving = await (await models.serving()).recommender();
    const split = input.split ?? (await models.defaultSplit());
    const config = experimentConfigSchema.parse({ split, seed: input.seed, variants: [variant] });
    const bench = await experiments.bench(config, subtask(context, 0, 0.3));
    const poolCount = input.preview ? 0 : exportedPools;
    const plan = await planRanker({ variant, target, bench, serving, poolCount }, subtask(context, 0.3, 0.8));
    const report = { ...describe(plan, target), folder: null, files: [] };
    if (input.preview) return report;
    return { ...report, folder, files: await this.#writeFiles(plan, target, folder, subtask(context, 0.8, 1)) };
  }

  async #variantOf(nameOrVariant: ExportRankerInput['variant']): Promise<Variant> {
    return typeof nameOrVariant === 'string' ? this.rooms.variants.get(nameOrVariant) : nameOrVariant;
  }

  async #writeFiles(plan: RankerPlan, target: ExportTarget, folder: string, context?: TaskContext): Promise<ExportRankerReport['files']> {
    const { files } = this.workspace.store;
    await guarded('make the folder of the export', folder, () => files.makeFolder(folder));
    return writeTogether(files, (together) => this.#writeAll(together, folder, writeTarget(plan, target), context));
  }

  async #writeAll(
    files: FileOperations,
    folder: string,
    all: ReturnType<typeof writeTarget>,
    context?: TaskContext,
  ): Promise<ExportRankerReport['files']> {
    const written: ExportRankerReport['files'] = [];
    for (const [i, { name, chunks }] of all.entries()) {
      let bytes = 0;
      const encoded = async function* (): AsyncGenerator<Uint8Array> {
        for (const chunk of chunks) {
          throwIfCancelled(context);
          const part = Buffer.from(chunk);
          bytes += part.length;
          yield part;
          await context?.yieldToEventLoop?.();
        }
      };
      context?.report?.(i / all.length, name);
      await writeAtomically(files, join(folder, name), encoded());
      written.push({ name, bytes });
    }
    return written;
  }

  /** A part of a file of the last export into the workspace. @throws NOT_FOUND, CONFLICT, INVALID_ARGUMENT */
  read(request: Parameters<typeof readExported>[2]): Promise<ExportedPart> {
    return guarded(`read ${request.name}`, this.folder, () => readExported(this.workspace.store.files, this.folder, request));
  }
}

const describe = (plan: RankerPlan, target: ExportTarget): Omit<ExportRankerReport, 'folder' | 'files'> => ({
  target: target.id,
  variant: plan.variant,
  signals: plan.terms.map(({ signal, weight, source, refresh }) => ({ signal, weight, source, refresh })),
  losses: [...plan.losses],
  agreement: plan.agreement.map((row) => ({ ...row, formula: scalingTexts[row.scaling] })),
  pools: plan.pools.length,
});
