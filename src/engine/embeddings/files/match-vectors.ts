import { RankLabError } from '#shared/errors';
import type { VectorFile, VectorKey } from '../port';

/** The ids that vectors are looked up by: of the videos or of the users. */
export interface KnownIds {
  readonly noun: 'video' | 'user';
  readonly ids: readonly string[];
  readonly size: number;
  find(id: string): number | undefined;
}

export interface MatchOptions {
  readonly path: string;
  readonly idColumn?: string | undefined;
  readonly match: 'auto' | 'ids' | 'order';
}

/** Vectors with the ids they belong to; without ids, in the order of the videos (or users). */
export interface MatchedVectors {
  readonly ids: readonly string[] | undefined;
  readonly dimensions: number;
  readonly vectors: Float32Array;
  readonly notes: readonly string[];
}

interface Judged extends VectorKey {
  /** Number of its cells that are ids of videos. */
  readonly known: number;
  /** Share of its cells that are videos, or of the videos that it has, whichever is more: a file may hold vectors of many others. */
  readonly share: number;
}

/** A column of ids has at least this share of known ones, unless its name says that it holds ids. */
const mostly = 0.5;

/**
 * Decides which column of the file holds the ids of the videos (or users): a name proposes, the cells decide, and a contradiction is
 * refused. @throws IMPORT_FAILED naming the columns.
 */
export function matchVectors(file: VectorFile, known: KnownIds, options: MatchOptions): MatchedVectors {
  const { vectors, dimensions, keys, notes } = file;
  const plain = { vectors, dimensions, notes, ids: undefined };
  if (options.match === 'order') return turned(plain, known);
  const judged = keys.map((key): Judged => ({ ...key, ...knownCells(key.cells, known) }));
  const found = options.idColumn === undefined ? chosen(judged, known, options) : named(judged, options);
  if (found === undefined || found.share < mostly) {
    const ids = file.names;
    if (ids && !isRowNumber(ids) && knownCells(ids, known).share >= mostly)
      return { ...transposed({ ...plain, ids }), notes: [...notes, `Each row is a dimension and each column a ${known.noun}: read so`] };
  }
  if (!found) {
    if (options.match === 'ids') throw refused(options.path, 'has no column of ids', 'Name it (idColumn), or match by order');
    return turned(plain, known);
  }
  const ignored = judged.filter(({ name }) => name !== found.name).map(({ name }) => `“${name}”`);
  const note = ignored.length === 0 ? [] : [`Ids are read from “${found.name}”; ignored: ${ignored.join(', ')}`];
  return { ...plain, ids: found.cells, notes: [...notes, ...note] };
}

function knownCells(cells: readonly string[], ids: KnownIds): Pick<Judged, 'known' | 'share'> {
  const rows = new Set<number>();
  let known = 0;
  for (const cell of cells) {
    const row = ids.find(cell);
    if (row === undefined) continue;
    known++;
    rows.add(row);
  }
  return { known, share: Math.max(known / Math.max(1, cells.length), rows.size / Math.max(1, ids.size)) };
}

function named(keys: readonly Judged[], { idColumn, path }: MatchOptions): Judged {
  const found = keys.find(({ name }) => name === idColumn);
  if (found) return found;
  const choices = keys.map(({ name }) => name).join(', ');
  throw refused(path, `has no column “${idColumn}” beside its vectors`, choices === '' ? 'Match by order' : `It has ${choices}`);
}

function chosen(keys: readonly Judged[], ids: KnownIds, options: MatchOptions): Judged | undefined {
  const isNumbering = (key: Judged): boolean => key.says === 'row' && isRowNumber(key.cells);
  const able = keys.filter((key) => !isNumbering(key));
  // Names are known for columns of videos only.
  const best = able.filter(({ says }) => says === 'video' && ids.noun === 'video').sort((a, b) => b.share - a.share)[0];
  const fitting = able.filter((key) => key.share >= mostly && key.name !== best?.name && !isSame(key, best));
  if (best) {
    const rival = fitting.find(({ share }) => share >= best.share);
    if (!rival) return best;
    const facts = `“${best.name}” ${knownOf(best, ids)}, “${rival.name}” ${knownOf(rival, ids)}`;
    throw refused(options.path, `has two columns that may hold the ${ids.noun}s’ ids: ${facts}`, 'Name the right one (idColumn)');
  }
  if (fitting.length > 1) {
    const names = fitting.map(({ name }) => `“${name}”`).join(' and ');
    throw refused(options.path, `has several columns of ${ids.noun}s’ ids: ${names}`, 'Name the right one (idColumn)');
  }
  if (fitting[0]) return fitting[0];
  const numbering = keys.find(isNumbering);
  if (numbering && numbering.share > 0 && !isInOrder(numbering.cells, ids)) {
    throw refused(
      options.path,
      `numbers its rows in “${numbering.name}”, and these numbers are also ids of ${ids.noun}s in another order`,
      `Say what they are: the column of ids (idColumn: "${numbering.name}"), or only the order of the ${ids.noun}s (match: "order")`,
    );
  }
  if (numbering) return undefined;
  // Ids of which none is known are refused with an example instead of being matched by order.
  return able.find(({ says }) => says !== 'other') ?? (able.length === 1 ? able[0] : undefined);
}

const knownOf = ({ cells, known }: Judged, { noun }: KnownIds): string => `has ${known} of ${cells.length} cells that are ${noun}s`;

const isSame = (a: VectorKey, b: VectorKey | undefined): boolean => b !== undefined && a.cells.every((cell, at) => cell === b.cells[at]);

/** 0, 1, 2 … or 1, 2, 3 …, as programs write beside the data. */
function isRowNumber(cells: readonly string[]): boolean {
  const first = Number(cells[0]);
  return (first === 0 || first === 1) && cells.every((cell, at) => Number(cell) === first + at);
}

const isInOrder = (cells: readonly string[], ids: KnownIds): boolean =>
  cells.length === ids.size && cells.every((cell, at) => ids.find(cell) === at);

/** A matrix of dimensions × videos (or users) is transposed, where its shape alone shows it. */
function turned(matrix: MatchedVectors, { size }: KnownIds): MatchedVectors {
  const rows = matrix.vectors.length / matrix.dimensions;
  if (rows === size || matrix.dimensions !== size) return matrix;
  const notes = [...matrix.notes, `The file holds ${rows} rows of ${size} values, one row per dimension: read so`];
  return { ...transposed(matrix), notes };
}

function transposed(matrix: MatchedVectors): MatchedVectors {
  const { vectors, dimensions } = matrix;
  const rows = vectors.length / dimensions;
  const result = new Float32Array(vectors.length);
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < dimensions; column++) result[column * rows + row] = vectors[row * dimensions + column];
  return { ...matrix, vectors: result, dimensions: rows };
}

const refused = (path: string, problem: string, remedy: string): RankLabError =>
  new RankLabError('IMPORT_FAILED', `${path} ${problem}`, { place: path, remedy });
