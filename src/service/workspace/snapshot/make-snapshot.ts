import { createHash } from 'node:crypto';
import { chmod } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { throwIfCancelled } from '#engine/core/cancellation';
import type { TaskContext } from '#engine/ports';
import { RankLabError } from '#shared/errors';
import type { SnapshotReport } from '#shared/schemas/safety';
import { temporarySuffix, writeDurably } from '../../storage/files/atomic-write';
import { writeCheckedJson } from '../../storage/files/checked-json';
import type { FileOperations } from '../../storage/files/file-operations';
import { guarded, guardedPath } from '../../storage/files/storage-error';
import { snapshotManifestName, workspaceFiles } from '../../storage/files/workspace-paths';
import { emptyLog } from '../../storage/log/event-log';
import { version } from '../../version';
import type { Workspace } from '../stored-workspace';
import type { SnapshotManifest } from './snapshot-manifest';

const pieceBytes = 1 << 20;
/** What readers need besides the tables: models, runs and vectors; variants, signals, looks and settings. */
const copied = [workspaceFiles.manifest, workspaceFiles.artifacts, workspaceFiles.state];

/**
 * Copies an open workspace into a new folder as it is at one moment, while it goes on serving. Nothing writes the copy afterwards, and any number of
 * processes read it without a lock. The folder appears whole, with the checksum of every file, or not at all.
 * @throws CONFLICT where the folder holds something, DISK_FULL, IO_FAILED, CANCELLED.
 */
export async function makeSnapshot(workspace: Workspace, target: string, context?: TaskContext): Promise<SnapshotReport> {
  const { files } = workspace;
  const folder = resolve(target);
  await guardedPath('make the snapshot', folder, () => requireFree(files, folder));
  const unfinished = `${folder}.${process.pid}${temporarySuffix}`;
  try {
    const manifest = await guarded('make the snapshot', folder, () => copyInto(workspace, unfinished, context));
    await guarded('make the snapshot', folder, async () => {
      await files.removeFolder(folder); // empty
      await files.rename(unfinished, folder);
      await files.syncFolder(dirname(folder));
    });
    context?.report?.(1, 'made the snapshot');
    const sizes = Object.values(manifest.files);
    return { path: folder, bytes: sizes.reduce((sum, { bytes }) => sum + bytes, 0), files: sizes.length, data: manifest.data };
  } finally {
    await files.removeFolder(unfinished).catch(() => {});
  }
}

async function requireFree(files: FileOperations, folder: string): Promise<void> {
  const facts = await files.stat(folder);
  if (!facts || (facts.isFolder && (await files.list(folder)).length === 0)) return;
  throw new RankLabError('CONFLICT', facts.isFolder ? `${folder} is not empty` : `${folder} is a file`, {
    place: folder,
    remedy: 'Name a new folder: a snapshot is never overwritten, because others may be reading it',
  });
}

async function copyInto(workspace: Workspace, folder: string, context?: TaskContext): Promise<SnapshotManifest> {
  const { files, path, info, data } = workspace;
  const copy = new FolderCopy(files, path, folder, context);
  context?.report?.(0, 'copying the tables');
  await files.makeFolder(folder);
  const fingerprint = (await data.summary())?.fingerprint ?? '';
  await data.holdingLog(async () => {
    const tables = join(folder, workspaceFiles.database);
    if (await data.copyTo(tables)) await copy.seal(workspaceFiles.database);
    const release = await workspace.artifacts.hold();
    try {
      for (const name of copied) await copy.entry(name);
    } finally {
      release();
    }
  });
  for (const log of [workspaceFiles.log, workspaceFiles.online, workspaceFiles.schedules]) {
    for (const [name, text] of Object.entries(emptyLog)) await copy.text(`${log}/${name}`, text);
  }
  const manifest: SnapshotManifest = {
    format: 'ranklab-snapshot',
    formatVersion: 1,
    name: info.name,
    madeAtMs: Date.now(),
    writtenBy: version,
    data: fingerprint,
    files: copy.files,
  };
  await writeCheckedJson(files, join(folder, snapshotManifestName), manifest);
  await chmod(join(folder, snapshotManifestName), readOnlyMode);
  return manifest;
}

/** Nobody writes a snapshot by mistake. */
const readOnlyMode = 0o444;

/** Copies files with their checksums. */
class FolderCopy {
  readonly files: SnapshotManifest['files'] = {};

  constructor(
    private readonly operations: FileOperations,
    private readonly from: string,
    private readonly to: string,
    private readonly context?: TaskContext,
  ) {}

  /** A file or a folder with everything in it; nothing where it is missing. */
  async entry(name: string): Promise<void> {
    const facts = await this.operations.stat(join(this.from, name));
    if (!facts || name.endsWith(temporarySuffix)) return;
    if (!facts.isFolder) return this.#file(name, this.#pieces(join(this.from, name)));
    for (const child of await this.operations.list(join(this.from, name))) await this.entry(`${name}/${child}`);
  }

  text(name: string, text: string): Promise<void> {
    return this.#file(name, [Buffer.from(text)]);
  }

  /** A file that is in the copy already. */
  async seal(name: string): Promise<void> {
    const hash = createHash('sha256');
    let bytes = 0;
    for await (const piece of this.#pieces(join(this.to, name))) {
      hash.update(piece);
      bytes += piece.length;
    }
    await this.#note(name, bytes, hash.digest('hex'));
  }

  async #file(name: string, pieces: Iterable<Uint8Array> | AsyncIterable<Uint8Array>): Promise<void> {
    const hash = createHash('sha256');
    let bytes = 0;
    const hashed = async function* (): AsyncGenerator<Uint8Array> {
      for await (const piece of pieces) {
        hash.update(piece);
        bytes += piece.length;
        yield piece;
      }
    };
    const path = join(this.to, name);
    await this.operations.makeFolder(dirname(path));
    await writeDurably(this.operations, path, hashed());
    await this.#note(name, bytes, hash.digest('hex'));
  }

  async #note(name: string, bytes: number, sha256: string): Promise<void> {
    await chmod(join(this.to, name), readOnlyMode);
    this.files[name] = { bytes, sha256 };
    const count = Object.keys(this.files).length;
    this.context?.report?.(Math.min(0.99, 0.1 + count / 200), name);
  }

  async *#pieces(path: string): AsyncGenerator<Uint8Array> {
    const file = await this.operations.open(path, 'read');
    try {
      const size = await file.size();
      for (let at = 0; at < size;) {
        throwIfCancelled(this.context);
        const piece = Buffer.alloc(Math.min(pieceBytes, size - at));
        const read = await file.read(piece, at);
        if (read === 0)
          throw new RankLabError('IO_FAILED', `${path} became shorter while it was copied`, { place: path, remedy: 'Try again.' });
        yield piece.subarray(0, read);
        at += read;
      }
    } finally {
      await file.close();
    }
  }
}
