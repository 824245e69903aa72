const tolerance = 1e-9;
const mostPivots = 5_000;
/** By the largest improvement (Dantzig); later by the first one (Bland), which never runs in circles. */
const greedyPivots = 300;

/**
 * Maximises objective · x over x ≥ 0 with Σ x_j columns[j] = right (right ≥ 0), by the two-phase simplex method, which ends on
 * degenerate problems too. For few rows; a mixer needs it at once for each user, while the solver of goal seek is WebAssembly that the
 * service loads. Undefined where nothing is feasible.
 */
export function maximise(objective: readonly number[], columns: readonly Float64Array[], right: Float64Array): Float64Array | undefined {
  const rows = right.length;
  const width = columns.length + rows + 1;
  const table = Array.from({ length: rows }, (_, row) => {
    const line = new Float64Array(width);
    columns.forEach((column, j) => (line[j] = column[row]));
    line[columns.length + row] = 1;
    line[width - 1] = right[row];
    return line;
  });
  const basis = Int32Array.from(table, (_, row) => columns.length + row);
  const artificial = new Float64Array(width).fill(-1, columns.length, columns.length + rows);
  if (!pivotAll(table, basis, artificial, columns.length + rows)) return undefined;
  const infeasible = table.reduce((sum, line, row) => sum + (basis[row] >= columns.length ? line[width - 1] : 0), 0);
  if (infeasible > 1e-7) return undefined;
  dropArtificials(table, basis, columns.length);
  if (!pivotAll(table, basis, Float64Array.from([...objective, ...new Float64Array(rows + 1)]), columns.length)) return undefined;
  const solution = new Float64Array(columns.length);
  table.forEach((line, row) => {
    if (basis[row] < columns.length) solution[basis[row]] = Math.max(0, line[width - 1]);
  });
  return solution;
}

/** Pivots until no column below `usable` improves `objective`. */
function pivotAll(table: readonly Float64Array[], basis: Int32Array, objective: Float64Array, usable: number): boolean {
  const width = objective.length;
  const reduced = objective.slice();
  table.forEach((line, row) => {
    const cost = objective[basis[row]];
    if (cost !== 0) for (let j = 0; j < width; j++) reduced[j] -= cost * line[j];
  });
  for (let pivots = 0; pivots < mostPivots; pivots++) {
    const entering = enteringColumn(reduced, usable, pivots < greedyPivots);
    if (entering < 0) return true;
    const leaving = leavingRow(table, basis, entering, width);
    if (leaving < 0) return false;
    pivot(table, reduced, leaving, entering);
    basis[leaving] = entering;
  }
  return false;
}

/** −1: no column improves. */
function enteringColumn(reduced: Float64Array, usable: number, greedy: boolean): number {
  let entering = -1;
  let most = tolerance;
  for (let column = 0; column < usable; column++) {
    if (reduced[column] <= most) continue;
    if (!greedy) return column;
    entering = column;
    most = reduced[column];
  }
  return entering;
}

function leavingRow(table: readonly Float64Array[], basis: Int32Array, entering: number, width: number): number {
  let best = -1;
  let least = Infinity;
  for (let row = 0; row < table.length; row++) {
    if (table[row][entering] <= tolerance) continue;
    const ratio = table[row][width - 1] / table[row][entering];
    if (ratio < least - tolerance || (ratio < least + tolerance && best >= 0 && basis[row] < basis[best])) {
      best = row;
      least = Math.min(least, ratio);
    }
  }
  return best;
}

function pivot(table: readonly Float64Array[], reduced: Float64Array, row: number, column: number): void {
  const line = table[row];
  const scale = 1 / line[column];
  for (let j = 0; j < line.length; j++) line[j] *= scale;
  for (const other of [...table, reduced]) {
    if (other === line || other[column] === 0) continue;
    const factor = other[column];
    for (let j = 0; j < line.length; j++) other[j] -= factor * line[j];
  }
}

/** Artificial columns at 0 leave the basis where another column can take their row. */
function dropArtificials(table: readonly Float64Array[], basis: Int32Array, usable: number): void {
  for (let row = 0; row < table.length; row++) {
    if (basis[row] < usable) continue;
    const column = table[row].findIndex((value, j) => j < usable && Math.abs(value) > 1e-7);
    if (column < 0) continue;
    pivot(table, new Float64Array(table[row].length), row, column);
    basis[row] = column;
  }
}
