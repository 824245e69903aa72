import { basename, dirname, extname, join } from 'node:path';
import { z } from 'zod';
import { subtask, throwIfCancelled } from '#engine/core/cancellation';
import type { ImportPlan } from '#engine/dataset/importers/plan';
import type { Dataset } from '#engine/model/dataset';
import type { TaskContext } from '#engine/ports';
import type { FileOptions, FilePreview, ImportReport, ImportRequest, ImportRole, RejectsPart } from '#shared/schemas/dataset';
import { availableMemoryBytes } from '../available-memory';
import type { StateStore } from '../storage/files/state-store';
import { parseSource, tableName } from './sources/source-address';
import type { WatermarkValue } from './sources/table-source';
import type { DataStore } from '../storage/tables/data-store';
import type { FileOperations } from '../storage/files/file-operations';
import { Handlers } from './role-handlers';
import { judgeReading, reportOf, type Reading } from './import-report';
import { planImport, previewFile, type ReadyPlan } from './import-plan';
import { requireMemory } from './import-memory';
import { ImportTables } from './import-tables';
import { noRowAccepted, NothingImported, tooManyRejects } from './nothing-imported';
import type { OpenTable } from './open-table';
import { readRejects } from './read-rejects';
import { RejectLog } from './reject-log';
import { readRows } from './row-reader';
import { guarded, guardedPath, storageError } from '../storage/files/storage-error';
import { workspaceFiles } from '../storage/files/workspace-paths';

const watermarksKey = 'import-watermarks';
const watermarksSchema = z.record(z.string(), z.union([z.string(), z.number()]));

interface ImportOutcome {
  readonly dataset: Dataset;
  readonly report: ImportReport;
}

/**
 * Imports files into a workspace. Everything is read and checked first; then the data changes in one transaction. An earlier failure or cancellation
 * leaves the data unchanged.
 */
export class Importer {
  constructor(
    private readonly files: FileOperations,
    private readonly folder: string,
    private readonly data: DataStore,
    private readonly state: Pick<StateStore, 'load' | 'save'>,
    private readonly memoryBytes: () => number = availableMemoryBytes,
  ) {}

  /** @throws NOT_FOUND, IMPORT_FAILED. */
  previewFile(path: string, options: FileOptions = {}, role?: ImportRole): Promise<FilePreview> {
    return previewFile(this.files, path, join(this.folder, workspaceFiles.uploads), options, role);
  }

  /**
   * Reads the files of the request and saves the result (replacing or extending the data). Rejected rows also go to
   * exports/import-rejects.csv, even where no row is accepted. A check saves nothing, and neither does a merge that accepts no row.
   * @throws NothingImported; NOT_FOUND, IMPORT_FAILED, INVALID_ARGUMENT naming what is wrong with the request or a file; CANCELLED; DISK_FULL.
   */
  importFiles(request: ImportRequest, context: TaskContext = {}): Promise<ImportOutcome> {
    return guarded('import the files', this.folder, () => this.#importFiles(request, context));
  }

  /** A part of the rows that the last import rejected. @throws NOT_FOUND when there are none, CONFLICT after another import. */
  rejects(from: number, bytes?: number): Promise<RejectsPart> {
    const folder = join(this.folder, workspaceFiles.exports);
    return guarded('read the rejected rows', folder, () => readRejects(this.files, folder, from, bytes));
  }

  async #importFiles(request: ImportRequest, context: TaskContext): Promise<ImportOutcome> {
    const known = request.mode === 'merge' ? await this.#watermarks() : {};
    const plan = await planImport(this.files, request, join(this.folder, workspaceFiles.uploads), {
      after: (source) => known[source],
      requireFits: this.#memoryCheck(),
      context,
    });
    try {
      const check = request.check === true;
      const keepWatermarks = (outcome: ImportOutcome): Promise<ImportOutcome> => this.#keepWatermarks(outcome, plan, known);
      if (request.mode !== 'merge') return await this.#import(plan, nameOf(plan), undefined, check, context).then(keepWatermarks);
      // Changes logged during the import must not be folded into tables that the import is about to replace.
      return await this.data
        .holdingLog(async () => {
          const loaded = await this.data.load();
          return this.#import(plan, loaded?.dataset.name ?? nameOf(plan), loaded, check, context);
        })
        .then(keepWatermarks);
    } finally {
      for (const table of plan.tables) await table.close();
    }
  }

  /** The rows of all files together must fit. @throws TOO_LARGE */
  #memoryCheck(): (rows: number, place: string) => void {
    const available = this.memoryBytes();
    const known = new Map<string, number>();
    return (rows, place) => {
      known.set(place, rows);
      const all = [...known.values()].reduce((sum, count) => sum + count, 0);
      requireMemory(all, place, available);
    };
  }

  /** By source, how far it has been read. */
  async #watermarks(): Promise<Readonly<Record<string, WatermarkValue>>> {
    return watermarksSchema.catch({}).parse(await this.state.load(watermarksKey));
  }

  /** After an import that changed the data; one that replaces it forgets sources that it did not read. */
  async #keepWatermarks(
    outcome: ImportOutcome,
    { watermarks }: ReadyPlan,
    known: Readonly<Record<string, WatermarkValue>>,
  ): Promise<ImportOutcome> {
    const read = Object.fromEntries(watermarks.map(({ source, value }) => [source, value]));
    if (outcome.report.changed) await this.state.save(watermarksKey, { ...known, ...read });
    return outcome;
  }

  /** The next merge reads every source from its beginning. */
  async forgetWatermarks(): Promise<void> {
    await this.state.save(watermarksKey, {});
  }

  async #import(
    plan: ReadyPlan,
    name: string,
    existing: { readonly dataset: Dataset; readonly position: number } | undefined,
    check: boolean,
    context: TaskContext,
  ): Promise<ImportOutcome> {
    const rejects = new RejectLog(this.files, join(this.folder, workspaceFiles.exports));
    try {
      const before = existing ? null : await this.data.summary();
      const replaced = before && { users: before.users, videos: before.videos, interactions: before.interactions };
      const tables = new ImportTables(existing?.dataset);
      const reading = await this.#readAll(plan, tables, rejects, subtask(context, 0, 0.8));
      throwIfCancelled(context);
      if (!check) await this.#requireEnough(plan, tables, reading, rejects);
      context.report?.(0.85, 'putting together');
      const dataset = tables.toDataset(name);
      throwIfCancelled(context);
      const changed = !check && reading.counts.some(({ accepted }) => accepted > 0);
      if (!changed) {
        const rejectsFile = check ? null : await this.#keep(rejects, reading.notes);
        await rejects.discard();
        return { dataset, report: reportOf(plan, reading, rejects, { changed, rejectsFile }, dataset, existing?.dataset, replaced) };
      }
      context.report?.(0.9, 'saving');
      await this.data.saveDataset(dataset, provenance(plan, existing !== undefined), existing?.position);
      const rejectsFile = await this.#keep(rejects, reading.notes);
      context.report?.(1, 'imported');
      return { dataset, report: reportOf(plan, reading, rejects, { changed, rejectsFile }, dataset, existing?.dataset, replaced) };
    } catch (error) {
      await rejects.discard();
      throw error;
    }
  }

  /** @throws NothingImported if no interaction (without a log: no row), or too little of a file, could be read. The list of rejected rows is kept. */
  async #requireEnough(plan: ReadyPlan, tables: ImportTables, { counts, notes }: Reading, rejects: RejectLog): Promise<void> {
    const problems = judgeReading(plan, counts);
    const last = counts.at(-1)?.file ?? 'The file';
    const hasLog = plan.files.some(({ role }) => role === 'interactions');
    // No file at all: every source is read up to its watermark, and nothing is new.
    const isEmpty = hasLog ? tables.interactionCount === 0 : counts.length > 0 && counts.every(({ accepted }) => accepted === 0);
    const facts = isEmpty
      ? noRowAccepted(last, rejects.shown[0], rejects.count)
      : problems.length > 0
        ? tooManyRejects(problems, plan.rejectLimit, rejects.count)
        : undefined;
    // Also without rejects: otherwise those of an earlier import would remain.
    if (facts) throw new NothingImported(facts, await this.#keep(rejects, notes));
  }

  /** If they cannot be written, the import still succeeds, with a note. */
  async #keep(rejects: RejectLog, notes: string[]): Promise<string | null> {
    try {
      return await rejects.keep();
    } catch (error) {
      await rejects.discard();
      notes.push(`${storageError(error, 'save the list of rejected rows', this.folder).message}; nothing else is affected`);
      return null;
    }
  }

  async #readAll(plan: ReadyPlan, tables: ImportTables, rejects: RejectLog, context: TaskContext): Promise<Reading> {
    const handlers = new Handlers(plan, tables);
    const reading: Reading = { counts: [], notes: [...plan.notes] };
    const total = plan.tables.reduce((sum, { text }) => sum + text.bytes, 1);
    let before = 0;
    for (const [index, spec] of plan.files.entries()) {
      const table = plan.tables[index] as OpenTable;
      const part = subtask(context, before / total, (before + table.text.bytes) / total);
      const { count, notes } = await guardedPath(`read ${tableName(spec.file)}`, spec.file, () =>
        readRows(table.text, spec, handlers.of(spec), rejects, part, table.lineOffset),
      );
      reading.counts.push(count);
      reading.notes.push(...notes);
      before += table.text.bytes;
    }
    reading.notes.push(...handlers.notes());
    return reading;
  }
}

/** The folder of the preset's files, or the interactions file. */
function nameOf(plan: ImportPlan): string {
  const interactions = (plan.files.find((spec) => spec.role === 'interactions') ?? plan.files[0])?.file ?? 'imported';
  if (parseSource(interactions)) return tableName(interactions);
  const name = basename(interactions, extname(interactions));
  return /^(ratings|interactions|u|events|log)$/i.test(name) ? basename(dirname(interactions)) || name : name;
}

const provenance = (plan: ImportPlan, merged: boolean): string =>
  `${merged ? 'Extended by' : 'Imported from'} ${plan.files.map((spec) => tableName(spec.file)).join(', ')}`;
