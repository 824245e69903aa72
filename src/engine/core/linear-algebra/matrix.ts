/**
 * Compressed sparse rows. Row i's entries are positions `offsets[i] … offsets[i + 1] - 1` of `indices` (column,
 * ascending within a row, no duplicates) and `values`.
 */
export interface CsrMatrix {
  readonly rows: number;
  readonly columns: number;
  readonly offsets: Int32Array;
  readonly indices: Int32Array;
  readonly values: Float32Array;
}

/** What to do when one cell is given twice. */
type DuplicatePolicy = 'sum' | 'max' | 'last' | 'binary';

/** Builds CSR from triplets in any order. O(n + rows + columns). */
export function csrFromTriplets(
  rows: number,
  columns: number,
  rowIndices: ArrayLike<number>,
  columnIndices: ArrayLike<number>,
  values: ArrayLike<number>,
  duplicates: DuplicatePolicy = 'sum',
): CsrMatrix {
  const count = rowIndices.length;
  // Two stable counting sorts (by column, then by row) leave every row's columns ascending, first come first.
  const byColumn = countingOrder(columns, columnIndices, undefined, count);
  const order = countingOrder(rows, rowIndices, byColumn, count);
  const offsets = new Int32Array(rows + 1);
  const indices = new Int32Array(count);
  const data = new Float32Array(count);
  let written = 0;
  let position = 0;
  for (let row = 0; row < rows; row++) {
    const start = written;
    for (; position < count && rowIndices[order[position]] === row; position++) {
      const source = order[position];
      const column = columnIndices[source];
      const value = duplicates === 'binary' ? 1 : values[source];
      if (written > start && indices[written - 1] === column) {
        const previous = data[written - 1];
        data[written - 1] = duplicates === 'sum' ? previous + value : duplicates === 'max' ? Math.max(previous, value) : value;
      } else {
        indices[written] = column;
        data[written] = value;
        written++;
      }
    }
    offsets[row + 1] = written;
  }
  return { rows, columns, offsets, indices: indices.slice(0, written), values: data.slice(0, written) };
}

function countingOrder(buckets: number, keys: ArrayLike<number>, previous: Int32Array | undefined, count: number): Int32Array {
  const starts = new Int32Array(buckets + 1);
  for (let i = 0; i < count; i++) starts[keys[i] + 1]++;
  for (let b = 0; b < buckets; b++) starts[b + 1] += starts[b];
  const order = new Int32Array(count);
  for (let i = 0; i < count; i++) {
    const source = previous ? previous[i] : i;
    order[starts[keys[source]]++] = source;
  }
  return order;
}

export function transpose(matrix: CsrMatrix): CsrMatrix {
  const { rows, columns, offsets, indices, values } = matrix;
  const outOffsets = new Int32Array(columns + 1);
  for (const column of indices) outOffsets[column + 1]++;
  for (let c = 0; c < columns; c++) outOffsets[c + 1] += outOffsets[c];
  const cursor = outOffsets.slice(0, columns);
  const outIndices = new Int32Array(indices.length);
  const outValues = new Float32Array(indices.length);
  for (let row = 0; row < rows; row++) {
    for (let p = offsets[row]; p < offsets[row + 1]; p++) {
      const target = cursor[indices[p]]++;
      outIndices[target] = row;
      outValues[target] = values[p];
    }
  }
  return { rows: columns, columns: rows, offsets: outOffsets, indices: outIndices, values: outValues };
}
