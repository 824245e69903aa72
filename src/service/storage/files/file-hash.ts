import { createHash } from 'node:crypto';
import { throwIfCancelled } from '#engine/core/cancellation';
import type { TaskContext } from '#engine/ports';
import type { FileOperations } from './file-operations';

/** SHA-256 of a file's bytes, in hexadecimal. @throws CANCELLED */
export async function fileHash(files: FileOperations, path: string, context?: TaskContext): Promise<string> {
  const hash = createHash('sha256');
  const file = await files.open(path, 'read');
  try {
    const block = Buffer.alloc(1024 * 1024);
    for (let position = 0; ;) {
      const read = await file.read(block, position);
      if (read === 0) return hash.digest('hex');
      hash.update(block.subarray(0, read));
      position += read;
      throwIfCancelled(context);
    }
  } finally {
    await file.close();
  }
}
