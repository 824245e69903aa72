import { realpath, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ReportFile } from '#engine/report/report-format';
import { writeAtomically } from '#service/storage/files/atomic-write';
import { nodeFileOperations } from '#service/storage/files/file-operations';
import { guarded } from '#service/storage/files/storage-error';
import { writeTogether } from '#service/storage/files/write-together';

/**
 * Writes files into a folder, made where it is missing: all of them, or none when it fails, and never half of one.
 * @returns their paths; none without a folder.
 * @throws DISK_FULL, IO_FAILED.
 */
export async function writeFiles(
  folder: string | undefined,
  all: readonly Pick<ReportFile, 'name' | 'content' | 'encoding'>[],
): Promise<string[]> {
  if (folder === undefined) return [];
  await guarded('make the output folder', folder, () => nodeFileOperations.makeFolder(folder));
  await writeTogether(nodeFileOperations, async (files) => {
    for (const { name, content, encoding = 'utf8' } of all)
      await writeAtomically(files, join(folder, name), [Buffer.from(content, encoding)], { doing: `write ${name}` });
  });
  return all.map(({ name }) => join(folder, name));
}

/** Writes one file, whole or not at all. A pipe or a device cannot be replaced and is written to. @throws DISK_FULL, IO_FAILED. */
export async function writeText(path: string, text: string): Promise<void> {
  await guarded(`write ${path}`, path, async () => {
    const facts = await stat(path).catch(() => undefined);
    if (facts && !facts.isFile()) return writeFile(path, text);
    const target = facts ? await realpath(path) : path; // a link stays one
    return writeAtomically(nodeFileOperations, target, [Buffer.from(text)]);
  });
}
