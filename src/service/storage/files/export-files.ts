import { basename, join } from 'node:path';
import { writeAtomically } from './atomic-write';
import { nodeFileOperations, type FileOperations } from './file-operations';
import { guarded } from './storage-error';
import { checkName } from './workspace-paths';
import { writeTogether } from './write-together';

/** A file's name and its content in pieces. */
export type FileToWrite = readonly [name: string, chunks: Iterable<string | Uint8Array>];

/** Yields to the event loop between pieces: a large export must not block the service. */
async function* asBytes(chunks: Iterable<string | Uint8Array>): AsyncGenerator<Uint8Array> {
  for (const chunk of chunks) {
    yield typeof chunk === 'string' ? Buffer.from(chunk) : chunk;
    await new Promise(setImmediate);
  }
}

/**
 * Writes files into `folder` (made when missing), each atomically; the first takes its place once all are
 * written, so that a full disk leaves the previous files. A crash between two of the renames leaves some of each.
 * @returns the paths.
 * @throws INVALID_ARGUMENT for a name that points outside the folder, DISK_FULL, IO_FAILED.
 */
export async function writeFiles(
  folder: string,
  all: Iterable<FileToWrite>,
  files: FileOperations = nodeFileOperations,
): Promise<string[]> {
  await guarded(`make the folder ${basename(folder)}`, folder, () => files.makeFolder(folder));
  return writeTogether(files, async (together) => {
    const paths: string[] = [];
    for (const [name, chunks] of all) {
      const path = join(folder, checkName(name, 'file name'));
      await writeAtomically(together, path, asBytes(chunks), { doing: `write ${name}` });
      paths.push(path);
    }
    return paths;
  });
}
