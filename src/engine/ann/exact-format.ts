import { RankLabError } from '#shared/errors';
import type { AnnIndexSettings } from './port';

const MAGIC = 0x58455852; // "RXEX" little-endian
const HEADER_BYTES = 16;

/** magic, version, dimensions, count (uint32 each), then ids (int32) and vectors (float32), little-endian. */
export function encodeExactIndex(settings: AnnIndexSettings, ids: Int32Array, vectors: Float32Array): Uint8Array {
  const bytes = new Uint8Array(HEADER_BYTES + ids.byteLength + vectors.byteLength);
  new Uint32Array(bytes.buffer, 0, 4).set([MAGIC, 1, settings.dimensions, ids.length]);
  new Int32Array(bytes.buffer, HEADER_BYTES, ids.length).set(ids);
  new Float32Array(bytes.buffer, HEADER_BYTES + ids.byteLength, vectors.length).set(vectors);
  return bytes;
}

/** @throws CORRUPT_ARTIFACT when the bytes are not a whole index of these dimensions. */
export function decodeExactIndex(bytes: Uint8Array, settings: AnnIndexSettings): { ids: Int32Array; vectors: Float32Array } {
  // Copied, because a view into a larger file need not be aligned to four bytes.
  const aligned = bytes.slice().buffer;
  const [magic, version, dimensions, count] = bytes.length >= HEADER_BYTES ? new Uint32Array(aligned, 0, 4) : [];
  const expected = HEADER_BYTES + count * 4 * (1 + dimensions);
  if (magic !== MAGIC || version !== 1 || dimensions !== settings.dimensions || bytes.length !== expected) {
    throw new RankLabError('CORRUPT_ARTIFACT', 'The index file is damaged or belongs to other vectors', {
      value: `${bytes.length} bytes, expected ${settings.dimensions} dimensions`,
      remedy: 'Rebuild the index',
    });
  }
  return {
    ids: new Int32Array(aligned, HEADER_BYTES, count),
    vectors: new Float32Array(aligned, HEADER_BYTES + count * 4, count * dimensions),
  };
}
