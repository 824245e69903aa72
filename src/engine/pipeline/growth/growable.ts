export type Growable = Int32Array | Float32Array | Float64Array | Uint8Array;

/** Used capacity of buffers created by `grown`. */
const usedEnd = new WeakMap<ArrayBufferLike, number>();

/**
 * The array at a new length ≥ the old one; new entries are 0. Capacity grows by half the length, so that growing one entry at a time rarely copies.
 * Earlier arrays stay valid: they share the front and never see the new entries.
 */
export function grown<Column extends Growable>(column: Column, length: number): Column {
  const Kind = column.constructor as new (buffer: ArrayBufferLike | number, offset?: number, length?: number) => Column;
  const end = column.byteOffset + column.byteLength;
  const newEnd = column.byteOffset + length * column.BYTES_PER_ELEMENT;
  // Only the newest array of a buffer may extend into its capacity; an older snapshot is copied.
  if (usedEnd.get(column.buffer) === end && newEnd <= column.buffer.byteLength) {
    usedEnd.set(column.buffer, newEnd);
    return new Kind(column.buffer, column.byteOffset, length);
  }
  const larger = new Kind(length + (length >> 1) + 64);
  larger.set(column);
  const result = new Kind(larger.buffer, 0, length);
  usedEnd.set(larger.buffer, result.byteLength);
  return result;
}
