import { join } from 'node:path';
import { z } from 'zod';
import { RankLabError } from '#shared/errors';
import { readCheckedJson, writeCheckedJson } from '../storage/files/checked-json';
import type { FileOperations } from '../storage/files/file-operations';
import { workspaceFiles } from '../storage/files/workspace-paths';

/** Increment it together with a migration in migrations.ts. */
export const currentSchemaVersion = 1;

const manifestSchema = z.object({
  format: z.literal('ranklab-workspace'),
  schemaVersion: z.int().min(1),
  name: z.string(),
  createdAtMs: z.number(),
  provenance: z.string(),
  /** Data has been stored: a workspace without its tables is then damaged and not new. */
  hasData: z.boolean().optional(),
});
export type WorkspaceManifest = z.infer<typeof manifestSchema>;

export const newManifest = (name: string, createdAtMs: number): WorkspaceManifest => ({
  format: 'ranklab-workspace',
  schemaVersion: currentSchemaVersion,
  name,
  createdAtMs,
  provenance: '',
});

/**
 * @throws NO_WORKSPACE when the folder has none, CORRUPT_ARTIFACT when a byte of it is wrong, WORKSPACE_VERSION when a newer
 * RankLab wrote it.
 */
export async function readManifest(files: FileOperations, folder: string, version = currentSchemaVersion): Promise<WorkspaceManifest> {
  const path = join(folder, workspaceFiles.manifest);
  const rebuild = `The data in ${workspaceFiles.database} is not affected: restore ${workspaceFiles.manifest} from a backup, or open the folder with repair to write a new one.`;
  const content = await readCheckedJson(files, path, rebuild);
  if (content === undefined) {
    throw new RankLabError('NO_WORKSPACE', `There is no workspace in ${folder}`, {
      place: folder,
      remedy: 'Check the path, or create a workspace there.',
    });
  }
  refuseNewer(content, path, version);
  const manifest = manifestSchema.safeParse(content);
  if (manifest.success) return manifest.data;
  const where = manifest.error.issues[0]?.path.join('.') ?? '';
  throw new RankLabError('CORRUPT_ARTIFACT', `${workspaceFiles.manifest} is not a workspace description (${where})`, {
    place: path,
    remedy: rebuild,
  });
}

function refuseNewer(content: unknown, path: string, version: number): void {
  const found = z.object({ schemaVersion: z.int() }).safeParse(content);
  if (!found.success || found.data.schemaVersion <= version) return;
  throw new RankLabError(
    'WORKSPACE_VERSION',
    `This workspace was written by a newer RankLab (layout ${found.data.schemaVersion}; this one reads up to ${version})`,
    { place: path, value: String(found.data.schemaVersion), remedy: 'Install the newer RankLab to open it; nothing was changed.' },
  );
}

export function writeManifest(files: FileOperations, folder: string, manifest: WorkspaceManifest): Promise<void> {
  return writeCheckedJson(files, join(folder, workspaceFiles.manifest), manifest);
}
