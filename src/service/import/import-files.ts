import { basename, dirname, extname, join } from 'node:path';
import { subtask, throwIfCancelled } from '#engine/core/cancellation';
import type { FileSpec, ImportPlan } from '#engine/dataset/importers/plan';
import type { Dataset } from '#engine/model/dataset';
import type { TaskContext } from '#engine/ports';
import { formatCount } from '#shared/counts';
import type { FileOptions, FilePreview, ImportReport, ImportRequest, RejectsPart } from '#shared/schemas/dataset';
import type { DataStore } from '../storage/tables/data-store';
import type { FileOperations } from '../storage/files/file-operations';
import { planImport, previewFile, requireFile } from './import-plan';
import { ImportTables } from './import-tables';
import { InteractionRows } from './interaction-rows';
import { NothingImported } from './nothing-imported';
import { isParquet, parquetAsCsv } from './parquet';
import { readRejects } from './read-rejects';
import { RejectLog } from './reject-log';
import { readRows, type FileCount, type RowHandler } from './row-reader';
import { TagRows } from './tag-rows';
import { UserRows } from './user-rows';
import { VideoRows } from './video-rows';
import { guarded, storageError } from '../storage/files/storage-error';
import { workspaceFiles } from '../storage/files/workspace-paths';

interface ImportOutcome {
  readonly dataset: Dataset;
  readonly report: ImportReport;
}

interface Reading {
  readonly counts: FileCount[];
  readonly notes: string[];
}

/**
 * Brings files into a workspace. Everything is read and checked first; then the data changes in one transaction. A failure or a
 * cancellation before that leaves the data as it was.
 */
export class Importer {
  constructor(
    private readonly files: FileOperations,
    private readonly folder: string,
    private readonly data: DataStore,
  ) {}

  /** @throws NOT_FOUND, IMPORT_FAILED. */
  previewFile(path: string, options: FileOptions = {}): Promise<FilePreview> {
    return previewFile(this.files, path, join(this.folder, workspaceFiles.uploads), options);
  }

  /**
   * Reads the files of the request and saves the result (replacing or extending the data). Rejected rows also go to
   * exports/import-rejects.csv, also where no row is accepted. A check saves nothing, and neither does a merge that accepts no row.
   * @throws NothingImported; NOT_FOUND, IMPORT_FAILED, INVALID_ARGUMENT naming what is wrong with the request or a file; CANCELLED; DISK_FULL.
   */
  importFiles(request: ImportRequest, context: TaskContext = {}): Promise<ImportOutcome> {
    return guarded('import the files', this.folder, () => this.#importFiles(request, context));
  }

  /** A part of the rows that the last import rejected. @throws NOT_FOUND when none were, CONFLICT when another import came between. */
  rejects(from: number, bytes?: number): Promise<RejectsPart> {
    const folder = join(this.folder, workspaceFiles.exports);
    return guarded('read the rejected rows', folder, () => readRejects(this.files, folder, from, bytes));
  }

  async #importFiles(request: ImportRequest, context: TaskContext): Promise<ImportOutcome> {
    const plan = await planImport(this.files, request, join(this.folder, workspaceFiles.uploads));
    const check = request.check === true;
    if (request.mode !== 'merge') return this.#import(plan, nameOf(plan), undefined, check, context);
    // What is logged meanwhile must not move into tables that are about to be replaced by older ones plus the import.
    return this.data.holdingLog(async () => {
      const loaded = await this.data.load();
      return this.#import(plan, loaded?.dataset.name ?? nameOf(plan), loaded, check, context);
    });
  }

  async #import(
    plan: ImportPlan,
    name: string,
    existing: { readonly dataset: Dataset; readonly position: number } | undefined,
    check: boolean,
    context: TaskContext,
  ): Promise<ImportOutcome> {
    const rejects = new RejectLog(this.files, join(this.folder, workspaceFiles.exports));
    try {
      const tables = new ImportTables(existing?.dataset);
      const reading = await this.#readAll(plan, tables, rejects, subtask(context, 0, 0.8));
      if (tables.interactionCount === 0 && !check) throw await this.#nothingImported(reading, rejects);
      context.report?.(0.85, 'putting together');
      const dataset = tables.toDataset(name);
      throwIfCancelled(context);
      const changed = !check && reading.counts.some(({ accepted }) => accepted > 0);
      if (!changed) {
        const rejectsFile = check ? null : await this.#keep(rejects, reading.notes);
        await rejects.discard();
        return { dataset, report: report(plan, reading, rejects, { changed, rejectsFile }, dataset, existing?.dataset) };
      }
      context.report?.(0.9, 'saving');
      await this.data.saveDataset(dataset, provenance(plan, existing !== undefined), existing?.position);
      const rejectsFile = await this.#keep(rejects, reading.notes);
      context.report?.(1, 'imported');
      return { dataset, report: report(plan, reading, rejects, { changed, rejectsFile }, dataset, existing?.dataset) };
    } catch (error) {
      await rejects.discard();
      throw error;
    }
  }

  /** Where they cannot be kept, the import is what it is all the same, and a note says so. */
  async #keep(rejects: RejectLog, notes: string[]): Promise<string | null> {
    try {
      return await rejects.keep();
    } catch (error) {
      await rejects.discard();
      notes.push(`${storageError(error, 'save the list of rejected rows', this.folder).message}; nothing else is affected`);
      return null;
    }
  }

  async #nothingImported({ counts, notes }: Reading, rejects: RejectLog): Promise<NothingImported> {
    const rejectsFile = await this.#keep(rejects, notes); // also where there are none: those of an earlier import would be taken for this one's
    return new NothingImported(
      { file: counts.at(-1)?.file ?? 'The file', first: rejects.shown[0], rejectedCount: rejects.count },
      rejectsFile,
    );
  }

  async #readAll(plan: ImportPlan, tables: ImportTables, rejects: RejectLog, context: TaskContext): Promise<Reading> {
    for (const spec of plan.files) await requireFile(this.files, spec.file);
    const handlers = new Handlers(plan, tables);
    const reading: Reading = { counts: [], notes: [...plan.notes] };
    const sizes = await Promise.all(plan.files.map(async (spec) => (await this.files.stat(spec.file))?.bytes ?? 0));
    const total = sizes.reduce((sum, size) => sum + size, 1);
    let before = 0;
    for (const [index, spec] of plan.files.entries()) {
      const size = sizes[index] ?? 0;
      const { count, notes } = await this.#readFile(
        spec,
        handlers.of(spec),
        rejects,
        subtask(context, before / total, (before + size) / total),
      );
      reading.counts.push(count);
      reading.notes.push(...notes);
      before += size;
    }
    reading.notes.push(...handlers.notes());
    return reading;
  }

  async #readFile(spec: FileSpec, handler: RowHandler, rejects: RejectLog, context: TaskContext) {
    return guarded(`read ${basename(spec.file)}`, spec.file, async () => {
      if (!(await isParquet(this.files, spec.file))) return readRows(this.files, spec.file, spec, handler, rejects, context);
      const csv = await parquetAsCsv(this.files, spec.file, join(this.folder, workspaceFiles.uploads));
      try {
        const format = { ...spec.format, delimiter: ',', encoding: 'utf-8', hasHeader: true, quoted: true } as const;
        return await readRows(this.files, csv, { ...spec, format }, handler, rejects, context, -1);
      } finally {
        await this.files.remove(csv);
      }
    });
  }
}

/** One handler for each role, whatever the number of files. */
class Handlers {
  readonly #users: UserRows;
  readonly #videos: VideoRows;
  readonly #tags: TagRows;
  readonly #interactions: InteractionRows;
  #described: { users: number; videos: number } | undefined;

  constructor(
    private readonly plan: ImportPlan,
    private readonly tables: ImportTables,
  ) {
    this.#users = new UserRows(tables);
    this.#videos = new VideoRows(tables);
    this.#tags = new TagRows(tables);
    this.#interactions = new InteractionRows(tables, {
      rejectUnknownUsers: plan.unknownIds === 'reject' && this.#has('users'),
      rejectUnknownVideos: plan.unknownIds === 'reject' && this.#has('videos'),
    });
  }

  of(spec: FileSpec): RowHandler {
    switch (spec.role) {
      case 'users':
        return this.#users.handler(spec);
      case 'videos':
        return this.#videos.handler(spec);
      case 'tags':
        return this.#tags.handler(spec);
      case 'interactions':
        // Interactions come last: what is there now, the other files (or the workspace) described.
        this.#described ??= { users: this.tables.users.size, videos: this.tables.videos.size };
        return this.#interactions.handler(spec);
    }
  }

  notes(): string[] {
    const added = {
      users: this.tables.users.size - (this.#described?.users ?? 0),
      videos: this.tables.videos.size - (this.#described?.videos ?? 0),
    };
    return (['users', 'videos'] as const)
      .filter((noun) => added[noun] > 0 && this.#has(noun))
      .map((noun) =>
        added[noun] === 1
          ? `1 ${noun.slice(0, -1)} occurs only in the interactions; added with its id alone`
          : `${formatCount(added[noun])} ${noun} occur only in the interactions; added with their id alone`,
      );
  }

  #has(role: FileSpec['role']): boolean {
    return this.plan.files.some((spec) => spec.role === role);
  }
}

function report(
  plan: ImportPlan,
  { counts, notes }: Reading,
  rejects: RejectLog,
  outcome: Pick<ImportReport, 'changed' | 'rejectsFile'>,
  dataset: Dataset,
  existing: Dataset | undefined,
): ImportReport {
  const interactionFiles = counts.filter((_, index) => plan.files[index]?.role === 'interactions');
  const test = interactionFiles.length > 1 ? interactionFiles.at(-1) : undefined;
  return {
    files: counts.map(({ file, lines, accepted, rejected }) => ({ file, lines, accepted, rejected })),
    rejects: rejects.shown,
    ...outcome,
    users: dataset.users.ids.size,
    videos: dataset.items.ids.size,
    interactions: dataset.interactions.count,
    notes: [
      ...notes,
      ...(test
        ? [
            `The last ${formatCount(test.accepted)} interactions are those of ${test.file}: use the split “predefined” with testCount ${test.accepted}`,
          ]
        : []),
      ...(existing && outcome.changed ? [`Added to ${formatCount(existing.interactions.count)} interactions that were there before`] : []),
    ],
  };
}

/** The folder of the preset's files, or the interactions file. */
function nameOf(plan: ImportPlan): string {
  const interactions = plan.files.find((spec) => spec.role === 'interactions')?.file ?? 'imported';
  const name = basename(interactions, extname(interactions));
  return /^(ratings|interactions|u|events|log)$/i.test(name) ? basename(dirname(interactions)) || name : name;
}

const provenance = (plan: ImportPlan, merged: boolean): string =>
  `${merged ? 'Extended by' : 'Imported from'} ${plan.files.map((spec) => basename(spec.file)).join(', ')}`;
