import { dirname, join, resolve } from 'node:path';
import type { TaskContext } from '#engine/ports';
import { RankLabError } from '#shared/errors';
import type { SnapshotReport } from '#shared/schemas/safety';
import { requireSpace, temporarySuffix } from '../../storage/files/atomic-write';
import { writeCheckedJson } from '../../storage/files/checked-json';
import type { FileOperations } from '../../storage/files/file-operations';
import { readOnlyFiles } from '../../storage/files/read-only-files';
import { SetAside } from '../../storage/files/set-aside';
import { guarded, guardedPath } from '../../storage/files/storage-error';
import { snapshotManifestName, workspaceFiles } from '../../storage/files/workspace-paths';
import { emptyLog } from '../../storage/log/event-log';
import { DataStore } from '../../storage/tables/data-store';
import { Database } from '../../storage/tables/database';
import { createTables } from '../../storage/tables/dataset-schema';
import { version } from '../../version';
import type { Workspace } from '../stored-workspace';
import { bytesOf, FolderCopy, makeReadOnly } from './folder-copy';
import type { SnapshotManifest } from './snapshot-manifest';

/** What readers need besides the tables: models, runs and vectors; variants, signals, looks and settings. */
const copied = [workspaceFiles.manifest, workspaceFiles.artifacts, workspaceFiles.state];
const doing = 'make the snapshot';

/**
 * Copies an open workspace into a new folder as it is at one moment, while it goes on serving. Nothing writes the copy afterwards, and any number of
 * processes read it without a lock. The folder appears whole, with the checksum of every file, or not at all.
 * @throws CONFLICT where the folder holds something, READ_ONLY for a snapshot, DISK_FULL saying how much is needed, IO_FAILED, CANCELLED.
 */
export async function makeSnapshot(workspace: Workspace, target: string, context?: TaskContext): Promise<SnapshotReport> {
  const { files, path } = workspace;
  if (workspace.snapshot) throw isSnapshot(path);
  const folder = resolve(target);
  await guardedPath(doing, folder, () => requireFree(files, folder));
  const unfinished = `${folder}.${process.pid}${temporarySuffix}`;
  try {
    const manifest = await guarded(doing, folder, () => copyInto(workspace, unfinished, context));
    await guarded(doing, folder, async () => {
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

const isSnapshot = (place: string): RankLabError =>
  new RankLabError('READ_ONLY', `${place} is a snapshot already`, {
    place,
    remedy: 'Copy its folder, which nothing changes; or make a snapshot of the workspace that it was made from',
  });

async function copyInto(workspace: Workspace, folder: string, context?: TaskContext): Promise<SnapshotManifest> {
  const { files, path, info, data } = workspace;
  context?.report?.(0, 'copying the tables');
  await files.makeFolder(folder);
  const tables = await bytesOf(files, join(path, workspaceFiles.database));
  const others = await Promise.all(copied.map((name) => bytesOf(files, join(path, name))));
  const bytes = others.reduce((sum, size) => sum + size, tables);
  await requireSpace(files, folder, bytes, doing);
  // The tables are written and then read.
  const copy = new FolderCopy(files, path, folder, bytes + tables, context);
  const hasTables = await data.holdingLog(async () => {
    // Models and tables of one moment: no model is written from before the tables are read until all are copied.
    const release = await workspace.artifacts.hold();
    try {
      const isCopied = await data.copyTo(join(folder, workspaceFiles.database));
      copy.advance(tables, workspaceFiles.database);
      for (const name of copied) await copy.entry(name);
      return isCopied;
    } finally {
      release();
    }
  });
  for (const log of [workspaceFiles.log, workspaceFiles.online, workspaceFiles.schedules]) {
    for (const [name, text] of Object.entries(emptyLog)) await copy.text(`${log}/${name}`, text);
  }
  const fingerprint = hasTables ? await fingerprintOf(files, folder) : '';
  if (hasTables) await copy.seal(workspaceFiles.database);
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
  await makeReadOnly(join(folder, snapshotManifestName));
  return manifest;
}

/** Of the tables that were copied, since those of the workspace may have changed. It is stored in the copy, where readers need it. */
async function fingerprintOf(files: FileOperations, folder: string): Promise<string> {
  const database = new Database(join(folder, workspaceFiles.database), files, createTables);
  try {
    const others = readOnlyFiles(files, folder);
    const data = await DataStore.open(others, database, folder, await SetAside.open(others, folder));
    const fingerprint = (await data.summary())?.fingerprint ?? '';
    await data.compact();
    await data.close();
    return fingerprint;
  } finally {
    await database.close();
  }
}
