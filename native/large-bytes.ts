import { RankLabError } from '#shared/errors';
import type { FaissAddon, NativeBytes } from './addon-types';
import { nextTurn } from './index-settings';

/** Bytes copied at a time; takes a fraction of a millisecond. */
const pieceBytes = 1 << 20;

/** Copies the bytes into `target` from byte `from` on and releases them; one piece per turn of the event loop. */
export async function readInPieces<Target extends ArrayBufferView<ArrayBuffer>>(
  bytes: NativeBytes,
  target: Target,
  from = 0,
): Promise<Target> {
  const out = new Uint8Array(target.buffer, target.byteOffset + from, bytes.size);
  for (let offset = 0; offset < out.length; offset += pieceBytes) {
    if (offset > 0) await nextTurn();
    bytes.read(offset, out.subarray(offset, offset + pieceBytes));
  }
  releaseBytes(bytes);
  return target;
}

/** A copy of `source` outside JavaScript's memory, made one piece per turn of the event loop. @throws INVALID_ARGUMENT. */
export async function copyInPieces(addon: FaissAddon, source: Uint8Array): Promise<NativeBytes> {
  const size = source.length;
  const copy = new addon.Bytes();
  for (let offset = 0; offset < size; offset += pieceBytes) {
    if (offset > 0) await nextTurn();
    requireUnchanged(source, size);
    copy.append(source.subarray(offset, offset + pieceBytes));
  }
  return copy;
}

/** Detects that the caller's array was transferred in the meantime and is now empty. @throws INVALID_ARGUMENT. */
export function requireUnchanged(source: { readonly length: number }, length: number): void {
  if (source.length !== length) throw new RankLabError('INVALID_ARGUMENT', 'The array changed while it was read');
}

/** Frees large memory at once on another thread, instead of on this one at the next garbage collection. */
export function releaseBytes(bytes: NativeBytes): void {
  if (bytes.size > pieceBytes) void bytes.release();
}
