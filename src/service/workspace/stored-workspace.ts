import { basename, dirname, join } from 'node:path';
import { isRankLabError, RankLabError } from '#shared/errors';
import type { WorkspaceInfo } from '#shared/schemas/system';
import { closeEach } from '#engine/core/close-each';
import type { ArtifactStore } from '../storage/files/artifact-store';
import { sweepTemporaries, writeAtomically } from '../storage/files/atomic-write';
import type { DataStore } from '../storage/tables/data-store';
import { databaseRemedy } from '../storage/tables/database-errors';
import type { ExperimentStore } from '../storage/tables/experiment-store';
import type { SetAside } from '../storage/files/set-aside';
import { writeFiles, type FileToWrite } from '../storage/files/export-files';
import { ClosableFiles } from '../storage/files/closable-files';
import { nodeFileOperations, type FileOperations } from '../storage/files/file-operations';
import type { Importer } from '../import/import-files';
import { currentPlan, migrate, type MigrationPlan } from './migrations';
import type { PeekingLedger } from '../storage/ledger/peeking-ledger';
import type { StateStore } from '../storage/files/state-store';
import { guarded, guardedPath } from '../storage/files/storage-error';
import { takeLock, type WorkspaceLock } from './lock/workspace-lock';
import { openSnapshot, type OpenedSnapshot } from './snapshot/open-snapshot';
import { openParts, type WorkspaceParts } from './workspace-parts';
import { newManifest, readManifest, writeManifest, type WorkspaceManifest } from './workspace-manifest';
import { checkContained, checkName, checkWorkspacePath, containedPath, workspaceFiles } from '../storage/files/workspace-paths';

interface WorkspaceOptions {
  readonly files?: FileOperations;
  readonly plan?: MigrationPlan;
}

/**
 * A workspace folder, opened exclusively by this process: workspace.json (description) · data.duckdb (rows and experiments) · log/ (later changes) ·
 * artifacts/ (models) · state/ (unsaved work, looks at the test side) · exports/ · uploads/ · backups/ · set-aside/ (damaged files).
 */
export class Workspace {
  #closed: Promise<void> | undefined;

  readonly data: DataStore;
  readonly artifacts: ArtifactStore;
  readonly ledger: PeekingLedger;
  readonly experiments: ExperimentStore;
  /** Small JSON documents by key. */
  readonly state: StateStore;
  readonly importer: Importer;
  /** Damaged files and refused records. */
  readonly setAside: SetAside;

  private constructor(
    readonly path: string,
    private readonly manifest: WorkspaceManifest,
    private readonly lock: WorkspaceLock,
    private readonly closable: ClosableFiles,
    private readonly parts: WorkspaceParts,
    /** Of a copy that nothing changes. */
    readonly snapshot?: OpenedSnapshot,
  ) {
    const { data, artifacts, ledger, experiments, state, importer, setAside } = parts;
    this.data = data;
    this.artifacts = artifacts;
    this.ledger = ledger;
    this.experiments = experiments;
    this.state = state;
    this.importer = importer;
    this.setAside = setAside;
  }

  get files(): FileOperations {
    return this.closable.files;
  }

  /**
   * Creates a workspace in a new or empty folder and opens it.
   * @throws INVALID_ARGUMENT for a bad name or path, CONFLICT when the folder holds something else, WORKSPACE_LOCKED.
   */
  static async create(path: string, name: string, options: WorkspaceOptions = {}): Promise<Workspace> {
    const { files = nodeFileOperations } = options;
    const folder = checkWorkspacePath(path);
    checkName(name);
    checkName(basename(folder), 'folder name');
    await guardedPath('create the workspace', folder, async () => {
      await requireEmpty(files, folder);
      await files.makeFolder(folder);
    });
    const lock = await takeLock(files, folder);
    try {
      await guarded('create the workspace', folder, async () => {
        await requireEmpty(files, folder);
        await files.syncFolder(dirname(folder));
        await writeManifest(files, folder, newManifest(name, Date.now()));
      });
      return await Workspace.#assemble(folder, lock, { ...options, files });
    } catch (error) {
      await lock.release().catch(() => {});
      throw error;
    }
  }

  /**
   * @throws NO_WORKSPACE, WORKSPACE_LOCKED (another process has it), WORKSPACE_VERSION (a newer RankLab wrote it), CORRUPT_ARTIFACT
   * (naming the damaged file).
   */
  static async open(path: string, options: WorkspaceOptions = {}): Promise<Workspace> {
    const { files = nodeFileOperations, plan = currentPlan } = options;
    const folder = checkWorkspacePath(path);
    await guardedPath('open the workspace', folder, () => readManifest(files, folder, plan.target)); // before the lock, so that a folder without a workspace is not touched
    const opened = await openSnapshot(files, folder, plan.target);
    if (opened) return new Workspace(folder, opened.manifest, opened.lock, opened.closable, opened.parts, opened.snapshot);
    const lock = await takeLock(files, folder);
    try {
      return await Workspace.#assemble(folder, lock, { files, plan });
    } catch (error) {
      await lock.release().catch(() => {});
      throw error;
    }
  }

  /** Opens the workspace, or creates one (named after its folder by default). */
  static async openOrCreate(path: string, name?: string, options: WorkspaceOptions = {}): Promise<Workspace> {
    try {
      return await Workspace.open(path, options);
    } catch (error) {
      if (!isRankLabError(error) || error.code !== 'NO_WORKSPACE') throw error;
      return Workspace.create(path, name ?? basename(checkWorkspacePath(path)), options);
    }
  }

  /** Writes a new workspace.json if the old one is damaged or missing but the data exists. */
  static async repair(path: string, options: WorkspaceOptions = {}): Promise<Workspace> {
    const { files = nodeFileOperations } = options;
    const folder = checkWorkspacePath(path);
    const lock = await takeLock(files, folder);
    try {
      await guarded('repair the workspace', folder, async () => {
        const manifest = join(folder, workspaceFiles.manifest);
        if (await files.stat(manifest)) await files.rename(manifest, `${manifest}.damaged`);
        await writeManifest(files, folder, newManifest(basename(folder), Date.now()));
      });
    } finally {
      await lock.release();
    }
    return Workspace.open(path, options);
  }

  static async #assemble(folder: string, lock: WorkspaceLock, options: Required<Pick<WorkspaceOptions, 'files'>> & WorkspaceOptions) {
    const { plan = currentPlan } = options;
    const closable = new ClosableFiles(options.files);
    const { files } = closable;
    return guarded('open the workspace', folder, async () => {
      await checkContained(files, folder);
      const manifest = await migrate(files, folder, await readManifest(files, folder, plan.target), plan);
      for (const name of [
        '',
        workspaceFiles.state,
        workspaceFiles.log,
        workspaceFiles.online,
        workspaceFiles.schedules,
        workspaceFiles.setAside,
      ])
        await sweepTemporaries(files, join(folder, name));
      await sweepTemporaries(files, join(folder, workspaceFiles.exports), 1);
      await files.removeFolder(join(folder, workspaceFiles.uploads)); // of a session that has ended
      const parts = await openParts(files, folder);
      try {
        await recordHasData(files, folder, manifest, parts.data);
      } catch (error) {
        await parts.database.close();
        throw error;
      }
      return new Workspace(folder, manifest, lock, closable, parts);
    });
  }

  /** Folder of the caches of vectors and scores that were paid for; a reader of a snapshot has its own. */
  get cachePath(): string {
    return this.snapshot?.caches ?? this.path;
  }

  /** @throws READ_ONLY for a snapshot. */
  requireWritable(): void {
    if (this.snapshot) throw this.snapshot.readOnlyError();
  }

  get info(): WorkspaceInfo {
    return {
      path: this.path,
      name: this.manifest.name,
      createdAtMs: this.manifest.createdAtMs,
      hasData: this.data.hasData,
      isBuilt: this.artifacts.list('serving').length > 0,
      problems: this.setAside.list(),
      ...(this.snapshot && { snapshot: { madeAtMs: this.snapshot.description.madeAtMs } }),
    };
  }

  /** The folder of exports, created on first use. */
  get exportsPath(): string {
    return join(this.path, workspaceFiles.exports);
  }

  /** Writes files into a folder of `exports/`, each atomically; returns their paths. */
  saveExports(folder: string, all: Iterable<FileToWrite>): Promise<string[]> {
    return writeFiles(join(this.exportsPath, checkName(folder, 'folder name')), all, this.files);
  }

  /** The folder of a browser's uploads before import; emptied when the workspace is next opened. */
  get uploadsPath(): string {
    return join(this.path, workspaceFiles.uploads);
  }

  /** Stores an uploaded file until it is imported; returns its path. @throws INVALID_ARGUMENT for an invalid name. */
  async saveUpload(name: string, bytes: Uint8Array): Promise<string> {
    const folder = this.uploadsPath;
    await guarded('keep the uploaded file', folder, () => this.files.makeFolder(folder));
    const path = await containedPath(this.files, folder, name);
    await writeAtomically(this.files, path, [bytes], { bytes: bytes.length, doing: `keep ${name}` });
    return path;
  }

  /** Finishes pending writes and releases the folder. Idempotent. */
  close(): Promise<void> {
    this.#closed ??= this.#close();
    return this.#closed;
  }

  #close(): Promise<void> {
    return closeEach([
      () => this.state.settle(),
      () => this.data.close(),
      () => this.parts.database.close(),
      () => this.closable.close(),
      () => this.lock.release(),
    ]);
  }

  dispose(): Promise<void> {
    return this.close();
  }
}

/**
 * A workspace that had data and has none is damaged, not new. What says so is written once there is data; should that fail, the next opening
 * does it. @throws CORRUPT_ARTIFACT
 */
async function recordHasData(files: FileOperations, folder: string, manifest: WorkspaceManifest, data: DataStore): Promise<void> {
  const database = join(folder, workspaceFiles.database);
  if (manifest.hasData && !data.hasData) {
    const why = (await files.stat(database)) ? 'holds none any more' : 'is missing';
    throw new RankLabError('CORRUPT_ARTIFACT', `This workspace had data, and ${workspaceFiles.database} ${why}`, {
      place: database,
      remedy: databaseRemedy,
    });
  }
  const remember = (): Promise<void> => writeManifest(files, folder, { ...manifest, hasData: true }).catch(() => {});
  if (!manifest.hasData && data.hasData) await remember();
  else if (!manifest.hasData) data.onFirstData = remember;
}

/** Files left by an interrupted creation count as empty. */
async function requireEmpty(files: FileOperations, folder: string): Promise<void> {
  const facts = await files.stat(folder);
  if (!facts) return;
  const conflict = (message: string, remedy: string): RankLabError => new RankLabError('CONFLICT', message, { place: folder, remedy });
  if (!facts.isFolder) throw conflict(`${folder} is a file`, 'Choose a folder.');
  const names = await files.list(folder);
  if (names.includes(workspaceFiles.manifest))
    throw conflict(`There is already a workspace in ${folder}`, 'Open it, or choose another folder.');
  const foreign = names.filter((name) => !name.startsWith('workspace.'));
  if (foreign.length > 0) {
    throw conflict(`${folder} is not empty (${foreign.slice(0, 3).join(', ')})`, 'Choose a new or an empty folder for the workspace.');
  }
}
