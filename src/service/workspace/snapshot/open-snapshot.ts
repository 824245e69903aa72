import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { RankLabError } from '#shared/errors';
import { ClosableFiles } from '../../storage/files/closable-files';
import type { FileOperations } from '../../storage/files/file-operations';
import { readOnly, readOnlyFiles } from '../../storage/files/read-only-files';
import { guarded, guardedPath } from '../../storage/files/storage-error';
import type { WorkspaceLock } from '../lock/workspace-lock';
import { readManifest, type WorkspaceManifest } from '../workspace-manifest';
import { openParts, type WorkspaceParts } from '../workspace-parts';
import { readSnapshotManifest, requireWhole, type SnapshotManifest } from './snapshot-manifest';

/** A snapshot as one of its readers has it open. */
export interface OpenedSnapshot {
  readonly description: SnapshotManifest;
  /** A folder of this process, for what it pays for. */
  readonly caches: string;
  readonly readOnlyError: () => RankLabError;
}

interface SnapshotParts {
  readonly manifest: WorkspaceManifest;
  readonly lock: WorkspaceLock;
  readonly closable: ClosableFiles;
  readonly parts: WorkspaceParts;
  readonly snapshot: OpenedSnapshot;
}

/**
 * Opens a folder that is a snapshot; undefined for another one. Many processes read it at once: no lock, no migration, nothing is tidied up.
 * @throws CORRUPT_ARTIFACT naming a file that is missing or cut short, WORKSPACE_VERSION.
 */
export async function openSnapshot(inner: FileOperations, folder: string, layout: number): Promise<SnapshotParts | undefined> {
  const description = await guardedPath('open the snapshot', folder, () => readSnapshotManifest(inner, folder));
  if (!description) return undefined;
  const closable = new ClosableFiles(readOnlyFiles(inner, folder));
  const readOnlyError = (): RankLabError => readOnly(folder);
  return guarded('open the snapshot', folder, async () => {
    await requireWhole(inner, folder, description);
    const manifest = await readManifest(inner, folder, layout);
    if (manifest.schemaVersion < layout) throw older(folder);
    const caches = await mkdtemp(join(tmpdir(), 'ranklab-snapshot-'));
    const removeCaches = (): Promise<void> => rm(caches, { recursive: true, force: true });
    try {
      const parts = await openParts(closable.files, folder, { error: readOnlyError, scratch: caches });
      return { manifest, lock: { release: removeCaches }, closable, parts, snapshot: { description, caches, readOnlyError } };
    } catch (error) {
      await removeCaches().catch(() => {});
      throw error;
    }
  });
}

const older = (folder: string): RankLabError =>
  new RankLabError('WORKSPACE_VERSION', 'The snapshot was made by an older RankLab and cannot be brought up to date', {
    place: folder,
    remedy: 'Open the workspace that it was made from, and make a new snapshot with “ranklab snapshot”',
  });
