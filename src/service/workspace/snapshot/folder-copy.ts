import { createHash } from 'node:crypto';
import { chmod } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { throwIfCancelled } from '#engine/core/cancellation';
import type { TaskContext } from '#engine/ports';
import { RankLabError } from '#shared/errors';
import { temporarySuffix, writeDurably } from '../../storage/files/atomic-write';
import { fileHash } from '../../storage/files/file-hash';
import type { FileOperations } from '../../storage/files/file-operations';
import type { SnapshotManifest } from './snapshot-manifest';

const pieceBytes = 1 << 20;
/** Read only, so that no program changes a snapshot by mistake. */
const readOnlyMode = 0o444;

/** Bytes of a file, or of everything in a folder; 0 where it is missing. */
export async function bytesOf(files: FileOperations, path: string): Promise<number> {
  const facts = await files.stat(path);
  if (!facts?.isFolder) return facts?.bytes ?? 0;
  const sizes = (await files.list(path)).map((name) => bytesOf(files, join(path, name)));
  return (await Promise.all(sizes)).reduce((sum, bytes) => sum + bytes, 0);
}

export const makeReadOnly = (path: string): Promise<void> => chmod(path, readOnlyMode);

/** Copies files with their checksums. */
export class FolderCopy {
  readonly files: SnapshotManifest['files'] = {};
  #done = 0;

  /** @param expected bytes that will be copied, for progress. */
  constructor(
    private readonly operations: FileOperations,
    private readonly from: string,
    private readonly to: string,
    private readonly expected: number,
    private readonly context?: TaskContext,
  ) {}

  /** A file or a folder with everything in it; nothing where it is missing. */
  async entry(name: string): Promise<void> {
    const facts = await this.operations.stat(join(this.from, name));
    if (!facts || name.endsWith(temporarySuffix)) return;
    if (!facts.isFolder) return this.#file(name, this.#pieces(name));
    for (const child of await this.operations.list(join(this.from, name))) await this.entry(`${name}/${child}`);
  }

  text(name: string, text: string): Promise<void> {
    return this.#file(name, [Buffer.from(text)]);
  }

  /** A file that is in the copy already. */
  async seal(name: string): Promise<void> {
    const path = join(this.to, name);
    const sha256 = await fileHash(this.operations, path, this.context);
    const bytes = (await this.operations.stat(path))?.bytes ?? 0;
    await this.#note(name, bytes, sha256);
    this.advance(bytes, name);
  }

  /** Adds to the bytes that are done. */
  advance(bytes: number, name: string): void {
    this.#done += bytes;
    this.context?.report?.(Math.min(0.99, this.#done / Math.max(1, this.expected)), name);
  }

  async #file(name: string, pieces: Iterable<Uint8Array> | AsyncIterable<Uint8Array>): Promise<void> {
    const hash = createHash('sha256');
    let bytes = 0;
    const hashed = async function* (): AsyncGenerator<Uint8Array> {
      for await (const piece of pieces) {
        hash.update(piece);
        bytes += piece.length;
        yield piece;
      }
    };
    const path = join(this.to, name);
    await this.operations.makeFolder(dirname(path));
    await writeDurably(this.operations, path, hashed());
    await this.#note(name, bytes, hash.digest('hex'));
  }

  async #note(name: string, bytes: number, sha256: string): Promise<void> {
    await makeReadOnly(join(this.to, name));
    this.files[name] = { bytes, sha256 };
  }

  async *#pieces(name: string): AsyncGenerator<Uint8Array> {
    const path = join(this.from, name);
    const file = await this.operations.open(path, 'read');
    try {
      const size = await file.size();
      for (let at = 0; at < size;) {
        throwIfCancelled(this.context);
        const piece = Buffer.alloc(Math.min(pieceBytes, size - at));
        const read = await file.read(piece, at);
        if (read === 0)
          throw new RankLabError('IO_FAILED', `${path} became shorter while it was copied`, { place: path, remedy: 'Try again.' });
        yield piece.subarray(0, read);
        at += read;
        this.advance(read, name);
      }
    } finally {
      await file.close();
    }
  }
}
