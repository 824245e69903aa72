import { join } from 'node:path';
import { z } from 'zod';
import type { TaskContext } from '#engine/ports';
import { RankLabError } from '#shared/errors';
import { readCheckedJson } from '../../storage/files/checked-json';
import { fileHash } from '../../storage/files/file-hash';
import type { FileOperations } from '../../storage/files/file-operations';
import { snapshotManifestName } from '../../storage/files/workspace-paths';

const makeAgain = 'Make the snapshot again with “ranklab snapshot”';

const snapshotManifestSchema = z.object({
  format: z.literal('ranklab-snapshot'),
  formatVersion: z.literal(1),
  name: z.string(),
  madeAtMs: z.number(),
  writtenBy: z.string(),
  /** Fingerprint of the data; empty without data. */
  data: z.string(),
  /** Every other file of the folder, by its path with `/`. */
  files: z.record(z.string(), z.object({ bytes: z.int().min(0), sha256: z.string().length(64) })),
});
export type SnapshotManifest = z.infer<typeof snapshotManifestSchema>;

/** Undefined for a folder that is no snapshot. @throws CORRUPT_ARTIFACT when its description is damaged. */
export async function readSnapshotManifest(files: FileOperations, folder: string): Promise<SnapshotManifest | undefined> {
  const path = join(folder, snapshotManifestName);
  const content = await readCheckedJson(files, path, makeAgain);
  if (content === undefined) return undefined;
  const manifest = snapshotManifestSchema.safeParse(content);
  if (manifest.success) return manifest.data;
  throw damagedSnapshot(path, `its description is incomplete (${manifest.error.issues[0]?.path.join('.') ?? ''})`);
}

/** Every file is there with its size: what an interrupted copy lacks is found before it is served. @throws CORRUPT_ARTIFACT naming the file. */
export async function requireWhole(files: FileOperations, folder: string, manifest: SnapshotManifest): Promise<void> {
  for (const [name, { bytes }] of Object.entries(manifest.files)) {
    const path = join(folder, name);
    const facts = await files.stat(path);
    if (!facts) throw damagedSnapshot(path, `${name} is missing`);
    if (facts.bytes !== bytes) throw damagedSnapshot(path, `${name} has ${facts.bytes} bytes where ${bytes} were written`);
  }
}

/** The files that are missing, other than they were copied, or were added since. @param step is called before each file. */
export async function changedFiles(
  files: FileOperations,
  folder: string,
  manifest: SnapshotManifest,
  step: (name: string) => void,
  context?: TaskContext,
): Promise<{ readonly file: string; readonly reason: string }[]> {
  const changed: { file: string; reason: string }[] = [];
  for (const [file, { sha256 }] of Object.entries(manifest.files)) {
    step(file);
    const path = join(folder, file);
    const reason = !(await files.stat(path))
      ? 'the file is missing'
      : (await fileHash(files, path, context)) === sha256
        ? undefined
        : 'it does not match its checksum';
    if (reason !== undefined) changed.push({ file, reason });
  }
  for (const file of await allFiles(files, folder)) {
    if (file !== snapshotManifestName && !Object.hasOwn(manifest.files, file))
      changed.push({ file, reason: 'it is no file of the snapshot' });
  }
  return changed;
}

async function allFiles(files: FileOperations, folder: string, within = ''): Promise<string[]> {
  const found: string[] = [];
  for (const name of await files.list(join(folder, within))) {
    const relative = within === '' ? name : `${within}/${name}`;
    const facts = await files.stat(join(folder, relative));
    if (facts?.isFolder) found.push(...(await allFiles(files, folder, relative)));
    else if (facts) found.push(relative);
  }
  return found;
}

const damagedSnapshot = (place: string, why: string): RankLabError =>
  new RankLabError('CORRUPT_ARTIFACT', `The snapshot is damaged: ${why}`, { place, remedy: `Copy it again, or: ${makeAgain}` });
