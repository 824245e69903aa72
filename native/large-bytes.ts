import { RankLabError } from '#shared/errors';
import type { FaissAddon, NativeBytes } from './addon-types';
import { nextTurn } from './index-settings';

/** What is copied at a time: a fraction of a millisecond. */
const pieceBytes = 1 << 20;

/** Fills `target`, from byte `from` on, and gives up the bytes; a piece at a turn of the event loop. */
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

/** A copy of `source` outside JavaScript's memory, made a piece at a turn of the event loop. @throws INVALID_ARGUMENT. */
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

/** The caller's array may have been transferred away meanwhile: then it is empty. @throws INVALID_ARGUMENT. */
export function requireUnchanged(source: { readonly length: number }, length: number): void {
  if (source.length !== length) throw new RankLabError('INVALID_ARGUMENT', 'The array changed while it was read');
}

/** Frees large memory at once on another thread, instead of on this one at the next garbage collection. */
export function releaseBytes(bytes: NativeBytes): void {
  if (bytes.size > pieceBytes) void bytes.release();
}
