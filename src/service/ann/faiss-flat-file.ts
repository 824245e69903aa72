import type { AnnMetric } from '#engine/ann/port';

const headerSize = 4 + 4 + 3 * 8 + 1 + 4 + 8;

/**
 * A Flat index as FAISS writes it (impl/index_write.cpp): tag, dimension, count, two numbers it ignores, "trained", metric,
 * number of values, values; little-endian. Cosine becomes an inner product over vectors of length 1.
 */
export function encodeFlatIndex(vectors: Float32Array, dimensions: number, metric: AnnMetric): Uint8Array {
  const bytes = new Uint8Array(headerSize + vectors.byteLength);
  const view = new DataView(bytes.buffer);
  bytes.set(new TextEncoder().encode(metric === 'l2' ? 'IxF2' : 'IxFI'));
  view.setInt32(4, dimensions, true);
  view.setBigInt64(8, BigInt(vectors.length / dimensions), true);
  view.setBigInt64(16, 1n << 20n, true);
  view.setBigInt64(24, 1n << 20n, true);
  view.setUint8(32, 1);
  view.setInt32(33, metric === 'l2' ? 1 : 0, true);
  view.setBigUint64(37, BigInt(vectors.length), true);
  for (let row = 0; row < vectors.length; row += dimensions) {
    let square = 0;
    for (let i = row; i < row + dimensions; i++) square += (vectors[i] ?? 0) ** 2;
    const scale = metric === 'cosine' && square > 0 ? 1 / Math.sqrt(square) : 1;
    for (let i = row; i < row + dimensions; i++) view.setFloat32(headerSize + 4 * i, (vectors[i] ?? 0) * scale, true);
  }
  return bytes;
}
