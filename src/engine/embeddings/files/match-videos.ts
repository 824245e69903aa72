import { RankLabError } from '#shared/errors';
import type { Dataset } from '../../model/dataset';
import type { VectorFile, VectorKey } from '../port';

export interface MatchOptions {
  readonly path: string;
  readonly idColumn?: string | undefined;
  readonly match: 'auto' | 'ids' | 'order';
}

/** Vectors with the ids they belong to; without ids, in the order of the videos. */
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
 * Decides which column of the file holds the videos' ids: a name proposes, the cells decide, and a contradiction is refused.
 * @throws IMPORT_FAILED naming the columns.
 */
export function matchVideos(file: VectorFile, dataset: Dataset, options: MatchOptions): MatchedVectors {
  const { vectors, dimensions, keys, notes } = file;
  const videos = dataset.items.ids;
  const plain = { vectors, dimensions, notes, ids: undefined };
  if (options.match === 'order') return turned(plain, videos.size);
  const judged = keys.map((key): Judged => ({ ...key, ...knownCells(key.cells, videos) }));
  const found = options.idColumn === undefined ? chosen(judged, videos, options) : named(judged, options);
  if (found === undefined || found.share < mostly) {
    const ids = file.names;
    if (ids && !isRowNumber(ids) && knownCells(ids, videos).share >= mostly)
      return { ...transposed({ ...plain, ids }), notes: [...notes, `Each row is a dimension and each column a video: read so`] };
  }
  if (!found) {
    if (options.match === 'ids') throw refused(options.path, 'has no column of ids', 'Name it (idColumn), or match by order');
    return turned(plain, videos.size);
  }
  const ignored = judged.filter(({ name }) => name !== found.name).map(({ name }) => `“${name}”`);
  const note = ignored.length === 0 ? [] : [`Ids are read from “${found.name}”; ignored: ${ignored.join(', ')}`];
  return { ...plain, ids: found.cells, notes: [...notes, ...note] };
}

type Videos = Dataset['items']['ids'];

function knownCells(cells: readonly string[], videos: Videos): Pick<Judged, 'known' | 'share'> {
  const rows = new Set<number>();
  let known = 0;
  for (const cell of cells) {
    const row = videos.find(cell);
    if (row === undefined) continue;
    known++;
    rows.add(row);
  }
  return { known, share: Math.max(known / Math.max(1, cells.length), rows.size / Math.max(1, videos.size)) };
}

function named(keys: readonly Judged[], { idColumn, path }: MatchOptions): Judged {
  const found = keys.find(({ name }) => name === idColumn);
  if (found) return found;
  const choices = keys.map(({ name }) => name).join(', ');
  throw refused(path, `has no column “${idColumn}” beside its vectors`, choices === '' ? 'Match by order' : `It has ${choices}`);
}

function chosen(keys: readonly Judged[], videos: Videos, options: MatchOptions): Judged | undefined {
  const isNumbering = (key: Judged): boolean => key.says === 'row' && isRowNumber(key.cells);
  const able = keys.filter((key) => !isNumbering(key));
  const best = able.filter(({ says }) => says === 'video').sort((a, b) => b.share - a.share)[0];
  const fitting = able.filter((key) => key.share >= mostly && key.name !== best?.name && !isSame(key, best));
  if (best) {
    const rival = fitting.find(({ share }) => share >= best.share);
    if (!rival) return best;
    const facts = `“${best.name}” ${knownOf(best)}, “${rival.name}” ${knownOf(rival)}`;
    throw refused(options.path, `has two columns that may hold the videos’ ids: ${facts}`, 'Name the right one (idColumn)');
  }
  if (fitting.length > 1) {
    const names = fitting.map(({ name }) => `“${name}”`).join(' and ');
    throw refused(options.path, `has several columns of videos’ ids: ${names}`, 'Name the right one (idColumn)');
  }
  if (fitting[0]) return fitting[0];
  const numbering = keys.find(isNumbering);
  if (numbering && numbering.share > 0 && !isInOrder(numbering.cells, videos)) {
    throw refused(
      options.path,
      `numbers its rows in “${numbering.name}”, and these numbers are also ids of videos in another order`,
      `Say what they are: the column of ids (idColumn: "${numbering.name}"), or only the order of the videos (match: "order")`,
    );
  }
  if (numbering) return undefined;
  // Ids of which none is known are refused with an example instead of being matched by order.
  return able.find(({ says }) => says !== 'other') ?? (able.length === 1 ? able[0] : undefined);
}

const knownOf = ({ cells, known }: Judged): string => `has ${known} of ${cells.length} cells that are videos`;

const isSame = (a: VectorKey, b: VectorKey | undefined): boolean => b !== undefined && a.cells.every((cell, at) => cell === b.cells[at]);

/** 0, 1, 2 … or 1, 2, 3 …, as programs write beside the data. */
export function isRowNumber(cells: readonly string[]): boolean {
  const first = Number(cells[0]);
  return (first === 0 || first === 1) && cells.every((cell, at) => Number(cell) === first + at);
}

const isInOrder = (cells: readonly string[], videos: Videos): boolean =>
  cells.length === videos.size && cells.every((cell, at) => (videos.find(cell) as number | undefined) === at);

/** A matrix of dimensions × videos is turned, where its shape alone shows it. */
function turned(matrix: MatchedVectors, videos: number): MatchedVectors {
  const rows = matrix.vectors.length / matrix.dimensions;
  if (rows === videos || matrix.dimensions !== videos) return matrix;
  const notes = [...matrix.notes, `The file holds ${rows} rows of ${videos} values, one row per dimension: read so`];
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
