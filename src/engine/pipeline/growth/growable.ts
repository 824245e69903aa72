export type Growable = Int32Array | Float32Array | Float64Array | Uint8Array;

/** Spare room behind arrays that `grown` made, by buffer: how much of it is taken. */
const taken = new WeakMap<ArrayBufferLike, number>();

/**
 * The array at a new length ≥ the old one; new entries are 0. Room is taken in steps of half the length, so that growing
 * one entry at a time copies seldom. Arrays handed out before stay valid: they see the same front and never the new entries.
 */
export function grown<Column extends Growable>(column: Column, length: number): Column {
  const Kind = column.constructor as new (buffer: ArrayBufferLike | number, offset?: number, length?: number) => Column;
  const end = column.byteOffset + column.byteLength;
  const newEnd = column.byteOffset + length * column.BYTES_PER_ELEMENT;
  // Only the newest array of a buffer may extend into its room; an older snapshot gets a copy.
  if (taken.get(column.buffer) === end && newEnd <= column.buffer.byteLength) {
    taken.set(column.buffer, newEnd);
    return new Kind(column.buffer, column.byteOffset, length);
  }
  const roomy = new Kind(length + (length >> 1) + 64);
  roomy.set(column);
  const result = new Kind(roomy.buffer, 0, length);
  taken.set(roomy.buffer, result.byteLength);
  return result;
}
