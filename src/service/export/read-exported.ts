import { RankLabError } from '#shared/errors';
import type { ExportedPart } from '#shared/schemas/dataset';
import type { FileOperations } from '../storage/files/file-operations';
import { readPart } from '../storage/files/read-part';
import { containedPath } from '../storage/files/workspace-paths';

/**
 * Bytes of a file of the last export from `from` on. `bytes`: the size the caller knows; another size is another export's file.
 * @throws NOT_FOUND, CONFLICT, INVALID_ARGUMENT beyond the end or for a name that leaves the folder.
 */
export async function readExported(
  files: FileOperations,
  folder: string,
  { name, from, bytes }: { readonly name: string; readonly from: number; readonly bytes?: number | undefined },
): Promise<ExportedPart> {
  const path = await containedPath(files, folder, name);
  const facts = await files.stat(path);
  if (!facts || facts.isFolder)
    throw new RankLabError('NOT_FOUND', `The last export has no file “${name}”`, { place: 'name', value: name });
  const replaced = { message: `Another export has replaced ${name}`, remedy: 'Read the file from its beginning.' };
  const { part, isLast, size } = await readPart(files, path, { from, bytes, replaced });
  const content = Buffer.from(part.buffer, 0, part.length).toString('base64');
  return { content, next: isLast ? null : from + part.length, bytes: size };
}
