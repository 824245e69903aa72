import { createHash } from 'node:crypto';
import { basename, join } from 'node:path';
import { throwIfCancelled } from '#engine/core/cancellation';
import type { TaskContext } from '#engine/ports';
import { RankLabError } from '#shared/errors';
import type { BackupReport } from '#shared/schemas/safety';
import { writeAtomically, temporarySuffix } from '../../storage/files/atomic-write';
import type { FileOperations } from '../../storage/files/file-operations';
import { guarded } from '../../storage/files/storage-error';
import { workspaceFiles } from '../../storage/files/workspace-paths';
import { version } from '../../version';
import type { Workspace } from '../stored-workspace';
import { padding, tarEnd, tarHead } from './tar';

const backupSuffix = '.ranklab-backup';
/** First and last entry of a backup: what it is, and the SHA-256 of everything in between. */
export const backupHead = 'ranklab-backup.json';
export const backupChecksums = 'checksums.json';

const pieceBytes = 1 << 20;
/** Not of the workspace's content: who has it open, what waits for an import, and other backups. */
const leftOut = new Set<string>([
  workspaceFiles.lock,
  workspaceFiles.kernelLock,
  workspaceFiles.uploads,
  workspaceFiles.backups,
  workspaceFiles.database,
  `${workspaceFiles.database}.wal`,
]);

/**
 * Writes the open workspace into one file, as it is at one moment, while it goes on serving: the tables as a copy that DuckDB makes in
 * one read transaction, the log from there on, artifacts while none is replaced. The file appears whole or not at all.
 * @throws DISK_FULL, IO_FAILED, CANCELLED; CORRUPT_ARTIFACT where the tables cannot be read.
 */
export async function backUp(workspace: Workspace, target?: string, context?: TaskContext): Promise<BackupReport> {
  const { files, path: folder } = workspace;
  const backups = join(folder, workspaceFiles.backups);
  await guarded('back up the workspace', backups, () => files.makeFolder(backups));
  const path = target ?? join(backups, `${dated(new Date())}${backupSuffix}`);
  const copy = join(backups, `${process.pid}-${Date.now()}.duckdb${temporarySuffix}`);
  const writer = new BackupWriter(files, folder, context);
  try {
    context?.report?.(0, 'copying the tables');
    await workspace.data.holdingLog(async () => {
      const hasTables = await workspace.data.copyTo(copy);
      await writeAtomically(files, path, writer.chunks(workspace, hasTables ? copy : undefined), { doing: `write ${basename(path)}` });
    });
  } finally {
    for (const left of [copy, `${copy}.wal`]) await files.remove(left).catch(() => {});
  }
  context?.report?.(1, 'backed up');
  return { path, bytes: writer.bytes, files: writer.count };
}

class BackupWriter {
  bytes = 0;
  count = 0;
  readonly #checksums: Record<string, string> = {};

  constructor(
    private readonly files: FileOperations,
    private readonly folder: string,
    private readonly context?: TaskContext,
  ) {}

  async *chunks(workspace: Workspace, database: string | undefined): AsyncGenerator<Uint8Array> {
    const { name } = workspace.info;
    const head = { format: 'ranklab-backup', version: 1, name, createdAtMs: Date.now(), writtenBy: version };
    yield* this.#text(backupHead, head);
    if (database !== undefined) yield* this.#file(database, workspaceFiles.database);
    const release = await workspace.artifacts.hold();
    try {
      yield* this.#folder(workspaceFiles.artifacts);
    } finally {
      release();
    }
    for (const entry of await this.files.list(this.folder)) {
      if (leftOut.has(entry) || entry === workspaceFiles.artifacts || entry.endsWith(temporarySuffix)) continue;
      const facts = await this.files.stat(join(this.folder, entry));
      if (facts?.isFolder) yield* this.#folder(entry);
      else if (facts) yield* this.#file(join(this.folder, entry), entry);
    }
    yield* this.#text(backupChecksums, { files: this.#checksums });
    yield this.#counted(tarEnd());
  }

  /** What disappears meanwhile was folded into something newer that is written after it, or was an export that somebody removed. */
  async *#folder(relative: string): AsyncGenerator<Uint8Array> {
    for (const name of await this.files.list(join(this.folder, relative))) {
      if (name.endsWith(temporarySuffix)) continue;
      const within = `${relative}/${name}`;
      const facts = await this.files.stat(join(this.folder, within));
      if (facts?.isFolder) yield* this.#folder(within);
      else if (facts) yield* this.#file(join(this.folder, within), within);
    }
  }

  async *#file(path: string, name: string): AsyncGenerator<Uint8Array> {
    const facts = await this.files.stat(path);
    const file = await this.files.open(path, 'read').catch((error: unknown) => {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
      throw error;
    });
    if (!file) return;
    try {
      const size = await file.size(); // a log that grows is taken up to here
      yield this.#counted(tarHead(name, size, facts?.modifiedAtMs ?? 0));
      const hash = createHash('sha256');
      for (let at = 0; at < size;) {
        throwIfCancelled(this.context);
        const piece = Buffer.alloc(Math.min(pieceBytes, size - at));
        const read = await file.read(piece, at);
        if (read === 0)
          throw new RankLabError('IO_FAILED', `${name} became shorter while it was backed up`, { place: path, remedy: 'Try again.' });
        hash.update(piece.subarray(0, read));
        yield this.#counted(piece.subarray(0, read));
        at += read;
      }
      yield this.#counted(padding(size));
      this.#checksums[name] = hash.digest('hex');
      this.count++;
      this.context?.report?.(Math.min(0.99, 0.1 + this.count / 200), name);
    } finally {
      await file.close();
    }
  }

  *#text(name: string, content: unknown): Generator<Uint8Array> {
    const bytes = Buffer.from(`${JSON.stringify(content, null, 2)}\n`);
    yield this.#counted(tarHead(name, bytes.length, Date.now()));
    yield this.#counted(bytes);
    yield this.#counted(padding(bytes.length));
  }

  #counted(bytes: Uint8Array): Uint8Array {
    this.bytes += bytes.length;
    return bytes;
  }
}

const dated = (date: Date): string => date.toISOString().slice(0, 19).replace('T', ' ').replaceAll(':', '-');
