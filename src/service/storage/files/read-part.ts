import { RankLabError } from '#shared/errors';
import type { FileOperations } from './file-operations';

const partBytes = 4 * 1_048_576;

interface PartRequest {
  /** The first byte. */
  readonly from: number;
  /** The file's size as the caller knows it. Another size means that the file was replaced. */
  readonly bytes?: number | undefined;
  readonly replaced: { readonly message: string; readonly remedy: string };
}

interface FilePart {
  readonly part: Uint8Array;
  readonly isLast: boolean;
  /** Of the file. */
  readonly size: number;
}

/**
 * Up to 4 MiB of a file.
 * @throws CONFLICT where the file was replaced, INVALID_ARGUMENT beyond its end, and what the file system refuses.
 */
export async function readPart(files: FileOperations, path: string, { from, bytes, replaced }: PartRequest): Promise<FilePart> {
  const file = await files.open(path, 'read');
  try {
    const size = await file.size();
    if (bytes !== undefined && bytes !== size) {
      throw new RankLabError('CONFLICT', replaced.message, { place: 'bytes', remedy: replaced.remedy });
    }
    if (from > size) throw new RankLabError('INVALID_ARGUMENT', `The file has ${size} bytes`, { place: 'from', value: String(from) });
    const part = new Uint8Array(Math.min(partBytes, size - from));
    let read = 0;
    while (read < part.length) {
      const bytesRead = await file.read(part.subarray(read), from + read);
      if (bytesRead === 0) break;
      read += bytesRead;
    }
    return { part: part.subarray(0, read), isLast: from + read >= size, size };
  } finally {
    await file.close();
  }
}
