import { RankLabError } from '#shared/errors';
import type { ExportedPart } from '#shared/schemas/dataset';
import type { FileOperations } from '../storage/files/file-operations';
import { containedPath } from '../storage/files/workspace-paths';

const partBytes = 4 * 1_048_576;

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
  const file = await files.open(path, 'read');
  try {
    const size = await file.size();
    if (bytes !== undefined && bytes !== size) {
      const remedy = 'Read the file from its beginning.';
      throw new RankLabError('CONFLICT', `Another export has replaced ${name}`, { place: 'bytes', remedy });
    }
    if (from > size) throw new RankLabError('INVALID_ARGUMENT', `The file has ${size} bytes`, { place: 'from', value: String(from) });
    const part = new Uint8Array(Math.min(partBytes, size - from));
    let read = 0;
    while (read < part.length) {
      const bytesRead = await file.read(part.subarray(read), from + read);
      if (bytesRead === 0) break;
      read += bytesRead;
    }
    const isLast = from + read >= size;
    return { content: Buffer.from(part.buffer, 0, read).toString('base64'), next: isLast ? null : from + read, bytes: size };
  } finally {
    await file.close();
  }
}
