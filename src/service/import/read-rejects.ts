import { join } from 'node:path';
import { RankLabError } from '#shared/errors';
import type { RejectsPart } from '#shared/schemas/dataset';
import type { FileOperations } from '../storage/files/file-operations';
import { rejectsFileName } from './reject-log';

const partBytes = 4 * 1_048_576;
const lineFeed = 10;

/**
 * Whole lines of the file of rejected rows from byte `from` on. `bytes`: the size the caller knows; another size is another import's file.
 * @throws NOT_FOUND, CONFLICT, INVALID_ARGUMENT beyond the end.
 */
export async function readRejects(files: FileOperations, folder: string, from: number, bytes?: number): Promise<RejectsPart> {
  const path = join(folder, rejectsFileName);
  const facts = await files.stat(path);
  if (!facts) throw new RankLabError('NOT_FOUND', 'The last import rejected no row', { place: path });
  const file = await files.open(path, 'read');
  try {
    const size = await file.size();
    if (bytes !== undefined && bytes !== size) {
      const remedy = 'Request its rejected rows from the beginning.';
      throw new RankLabError('CONFLICT', 'Another import has replaced these rejected rows', { place: 'bytes', remedy });
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
    // A part ends with a line, so that no character is cut in two.
    const end = isLast ? read : part.subarray(0, read).lastIndexOf(lineFeed) + 1;
    return { text: Buffer.from(part.buffer, 0, end).toString('utf8'), next: isLast ? null : from + end, bytes: size };
  } finally {
    await file.close();
  }
}
