import { createHash } from 'node:crypto';
import { halfBits } from '../engines/half-bits';

/** How a vector is stored: pgvector's vector (32-bit) or halfvec (16-bit). */
export type VectorColumn = 'vector' | 'halfvec';

const signature = Buffer.from('PGCOPY\n\xff\r\n\0', 'latin1');
const flagsAndExtension = 8;

/** A vector in the wire format of pgvector: its length and a zero as 16-bit integers, then its numbers, big-endian. */
function writeVector(out: Buffer, at: number, vectors: Float32Array, start: number, dimensions: number, column: VectorColumn): number {
  let position = out.writeUInt16BE(dimensions, at);
  position = out.writeUInt16BE(0, position);
  for (let d = start; d < start + dimensions; d++) {
    position = column === 'vector' ? out.writeFloatBE(vectors[d] ?? 0, position) : out.writeUInt16BE(halfBits(vectors[d] ?? 0), position);
  }
  return position;
}

const vectorBytes = (dimensions: number, column: VectorColumn): number => 4 + dimensions * (column === 'vector' ? 4 : 2);

/** Rows of (id, vector) as the binary form of COPY. `order`: positions of the rows in `ids` and `vectors`. */
export function copyBytes(order: Int32Array, ids: Int32Array, vectors: Float32Array, dimensions: number, column: VectorColumn): Buffer {
  const size = vectorBytes(dimensions, column);
  const out = Buffer.alloc(signature.length + flagsAndExtension + order.length * (2 + 4 + 4 + 4 + size) + 2);
  let at = signature.copy(out) + flagsAndExtension;
  for (const position of order) {
    at = out.writeInt16BE(2, at);
    at = out.writeInt32BE(4, at);
    at = out.writeInt32BE(ids[position] ?? 0, at);
    at = out.writeInt32BE(size, at);
    at = writeVector(out, at, vectors, position * dimensions, dimensions, column);
  }
  out.writeInt16BE(-1, at);
  return out;
}

/** SHA-256 of the rows' ids and vectors as the server sends them; `serverFingerprint` in fill.ts computes the same there. */
export function rowsFingerprint(
  order: Int32Array,
  ids: Int32Array,
  vectors: Float32Array,
  dimensions: number,
  column: VectorColumn,
): string {
  const size = 4 + vectorBytes(dimensions, column);
  const out = Buffer.alloc(order.length * size);
  let at = 0;
  for (const position of order) {
    at = out.writeInt32BE(ids[position] ?? 0, at);
    at = writeVector(out, at, vectors, position * dimensions, dimensions, column);
  }
  return createHash('sha256').update(out).digest('hex');
}
