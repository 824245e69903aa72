import { join } from 'node:path';
import { throwIfCancelled } from '#engine/core/cancellation';
import type { TaskContext } from '#engine/ports';
import { isRankLabError } from '#shared/errors';
import type { CheckFinding, CheckReport } from '#shared/schemas/safety';
import { readCheckedJson } from '../../storage/files/checked-json';
import { workspaceFiles } from '../../storage/files/workspace-paths';
import { readSegment } from '../../storage/log/segment-reader';
import { SequenceCheck } from '../../storage/log/sequence-check';
import { changedFiles } from '../snapshot/snapshot-manifest';
import type { Workspace } from '../stored-workspace';

const segmentPattern = /^(\d{15})\.jsonl$/;
const restoreIt = 'Restore the workspace from a backup with “ranklab restore”';

/** What a repair needs besides the files. */
interface Repairs {
  /** Builds the models again with the settings they had. */
  rebuild(context?: TaskContext): Promise<void>;
}

/**
 * Reads everything that an open workspace holds: every artifact against its checksums, documents, segments of the logs, and every block of
 * every table. With `repairs`, what is damaged is set aside, and the models are built again where theirs were damaged.
 */
export async function checkWorkspace(workspace: Workspace, repairs?: Repairs, context?: TaskContext): Promise<CheckReport> {
  if (repairs) workspace.requireWritable();
  const check = new WorkspaceCheck(workspace, repairs !== undefined, context);
  await check.snapshot();
  await check.artifacts();
  await check.documents();
  await check.log(workspaceFiles.log);
  await check.log(workspaceFiles.online);
  await check.log(workspaceFiles.schedules);
  await check.tables();
  if (repairs && check.lostModels) await repairs.rebuild(context);
  return { read: check.read, findings: check.findings, rebuilt: repairs !== undefined && check.lostModels };
}

class WorkspaceCheck {
  readonly read = { artifacts: 0, documents: 0, logSegments: 0, tables: 0, rows: 0, bytes: 0 };
  readonly findings: CheckFinding[] = [];
  lostModels = false;

  constructor(
    private readonly workspace: Workspace,
    private readonly repair: boolean,
    private readonly context?: TaskContext,
  ) {}

  /** Every file of a snapshot against the checksum that it was copied with. */
  async snapshot(): Promise<void> {
    const { snapshot, files, path } = this.workspace;
    if (!snapshot) return;
    const changed = await changedFiles(files, path, snapshot.description, (name) => this.#step(0, name), this.context);
    for (const { file, reason } of changed)
      this.#found(file, reason, 'Copy the snapshot again, or make a new one with “ranklab snapshot”', false);
  }

  async artifacts(): Promise<void> {
    const { artifacts } = this.workspace;
    const { damage } = artifacts;
    if (damage) {
      if (this.repair) await this.#setAside(join(artifacts.folder, 'manifest.json'), damage.message).then(() => artifacts.startOver());
      this.#found(join(workspaceFiles.artifacts, 'manifest.json'), damage.message, 'Build the models again');
      this.lostModels = true;
      return;
    }
    const names = artifacts.list();
    for (const [i, name] of names.entries()) {
      this.#step(0.6 * (i / names.length), name);
      try {
        await artifacts.read(name);
      } catch (error) {
        if (!isDamage(error)) throw error;
        const path = error.details.place ?? name;
        if (this.repair) {
          await this.#setAside(path, error.message);
          await artifacts.remove(name);
        }
        this.#found(this.#relative(path), error.message, 'Build the models again');
        this.lostModels = true;
      }
      this.read.artifacts++;
      this.read.bytes += artifacts.sizes()[name] ?? 0;
    }
  }

  async documents(): Promise<void> {
    const { files, path } = this.workspace;
    const state = join(path, workspaceFiles.state);
    const names = (await files.list(state)).filter((name) => name.endsWith('.json')).map((name) => join(state, name));
    for (const file of [join(path, workspaceFiles.manifest), ...names]) {
      this.#step(0.6, file);
      this.read.documents++;
      this.read.bytes += (await files.stat(file))?.bytes ?? 0;
      try {
        await readCheckedJson(files, file, '');
      } catch (error) {
        if (!isDamage(error)) throw error;
        const isState = names.includes(file);
        if (this.repair && isState) {
          await this.#setAside(file, error.message);
          await files.remove(file);
        }
        this.#found(this.#relative(file), error.message, isState ? 'What it held starts from its defaults' : restoreIt, isState);
      }
    }
  }

  /** Damage of a log was set aside when it was opened, and its good records are used: there is nothing to repair. */
  async log(folder: string): Promise<void> {
    const { files, path } = this.workspace;
    const segments = (await files.list(join(path, folder))).filter((name) => segmentPattern.test(name));
    const sequence = new SequenceCheck<unknown>(undefined);
    const first = (name: string | undefined): number | undefined =>
      name === undefined ? undefined : Number(segmentPattern.exec(name)?.[1]);
    for (const [i, name] of segments.entries()) {
      this.#step(0.65, name);
      const bytes = await files.readFile(join(path, folder, name)).catch((error: unknown) => {
        if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined; // folded into the tables meanwhile
        throw error;
      });
      if (!bytes) continue;
      this.read.logSegments++;
      this.read.bytes += bytes.length;
      for (const { line, reason } of sequence.segment(first(name) ?? 1, first(segments[i + 1]), readSegment(bytes)).problems)
        this.#found(
          `${folder}/${name}${line === null ? '' : `:${line}`}`,
          reason,
          'The records that are missing are in no other place of the workspace; set-aside/ keeps the segment',
          false,
        );
    }
  }

  async tables(): Promise<void> {
    this.#step(0.7, workspaceFiles.database);
    try {
      const { tables, rows, problems } = await this.workspace.data.verify();
      this.read.tables = tables;
      this.read.rows = rows;
      this.read.bytes += (await this.workspace.files.stat(join(this.workspace.path, workspaceFiles.database)))?.bytes ?? 0;
      for (const problem of problems) this.#found(workspaceFiles.database, problem, restoreIt, false);
    } catch (error) {
      if (!isDamage(error)) throw error;
      this.#found(workspaceFiles.database, error.message, error.details.remedy ?? restoreIt, false);
    }
  }

  #setAside(path: string, reason: string): Promise<void> {
    return this.workspace.setAside.keepFile(path, [{ line: null, reason }]);
  }

  #relative(path: string): string {
    return path.startsWith(this.workspace.path) ? path.slice(this.workspace.path.length + 1).replaceAll('\\', '/') : path;
  }

  #found(file: string, reason: string, remedy: string, repairable = true): void {
    this.findings.push({ file, reason, remedy, repaired: this.repair && repairable });
  }

  #step(fraction: number, detail: string): void {
    throwIfCancelled(this.context);
    this.context?.report?.(fraction, detail);
  }
}

const isDamage = (error: unknown): error is Error & { code: string; details: { place?: string; remedy?: string } } =>
  isRankLabError(error) && error.code === 'CORRUPT_ARTIFACT';
