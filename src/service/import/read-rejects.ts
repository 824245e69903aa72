import { join } from 'node:path';
import { RankLabError } from '#shared/errors';
import type { RejectsPart } from '#shared/schemas/dataset';
import type { FileOperations } from '../storage/files/file-operations';
import { readPart } from '../storage/files/read-part';
import { rejectsFileName } from './reject-log';

const lineFeed = 10;

/**
 * Whole lines of the file of rejected rows from byte `from` on. `bytes`: the size the caller knows; another size is another import's file.
 * @throws NOT_FOUND, CONFLICT, INVALID_ARGUMENT beyond the end.
 */
export async function readRejects(files: FileOperations, folder: string, from: number, bytes?: number): Promise<RejectsPart> {
  const path = join(folder, rejectsFileName);
  const facts = await files.stat(path);
  if (!facts) throw new RankLabError('NOT_FOUND', 'The last import rejected no row', { place: path });
  const remedy = 'Request its rejected rows from the beginning.';
  const replaced = { message: 'Another import has replaced these rejected rows', remedy };
  const { part, isLast, size } = await readPart(files, path, { from, bytes, replaced });
  // A part ends with a line, so that no character is cut in two.
  const end = isLast ? part.length : part.lastIndexOf(lineFeed) + 1;
  return { text: Buffer.from(part.buffer, 0, end).toString('utf8'), next: isLast ? null : from + end, bytes: size };
}
