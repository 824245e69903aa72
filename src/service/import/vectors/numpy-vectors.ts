import type { VectorFile, VectorFileOptions, VectorKey } from '#engine/embeddings/port';
import { RankLabError } from '#shared/errors';
import { parseNpy, type NpyArray } from './npy';
import { meaningOf } from './vector-columns';
import { unzip } from './zip';

/** A matrix of .npy; rows are in the order of the videos. @throws IMPORT_FAILED */
export function npyVectors(bytes: Buffer, path: string): VectorFile {
  return { keys: [], notes: [], ...matrixOf(parseNpy(bytes, path), path) };
}

/**
 * The arrays of numpy.savez: one matrix, and beside it lists of ids.
 * @throws IMPORT_FAILED when there is no matrix, or several and none was named.
 */
export function npzVectors(bytes: Buffer, path: string, { vectorColumn: arrayName, byOrder = false }: VectorFileOptions): VectorFile {
  const { arrays, unreadable } = arraysOf(bytes, path);
  const lost = byOrder ? undefined : unreadable.find(({ name }) => keyMeaning(name) === 'video');
  if (lost) throw unreadableIds(path, lost.name, lost.error);
  const matrices = arrays.filter(({ array }) => array.values && array.shape.length === 2);
  if (matrices.length === 0 && unreadable[0]) throw unreadable[0].error;
  const choices = matrices.map(({ name }) => `“${name}”`).join(', ');
  const candidates = arrayName === undefined ? ofIds(matrices, arrays) : matrices.filter(({ name }) => name === arrayName);
  const [found] = candidates;
  if (!found || candidates.length > 1) {
    const problem = matrices.length === 0 ? 'has no array of videos × dimensions' : `has several arrays of vectors: ${choices}`;
    const remedy = matrices.length === 0 ? 'Save it with numpy.savez(path, ids=ids, vectors=vectors)' : 'Name one of them (vectorColumn)';
    throw new RankLabError('IMPORT_FAILED', `${path} ${problem}`, { place: path, remedy });
  }
  const { vectors, dimensions } = matrixOf(found.array, path);
  const rows = vectors.length / dimensions;
  const isKey = ({ array }: Named): boolean => array.texts !== undefined && array.shape[0] === rows && isColumn(array) && isWhole(array);
  const keys = arrays.filter(isKey).map(({ name, array }): VectorKey => ({ name, cells: array.texts?.() ?? [], says: keyMeaning(name) }));
  const ignored = [...arrays.filter((entry) => entry !== found && !isKey(entry)), ...unreadable].map(({ name }) => `“${name}”`);
  return { keys, dimensions, vectors, notes: ignored.length > 0 ? [`Ignored: ${ignored.join(', ')}`] : [] };
}

interface Named {
  readonly name: string;
  readonly array: NpyArray;
}

/** The matrices with a row for each id, if there is an array of ids: beside the factors of items are those of users. */
function ofIds(matrices: readonly Named[], arrays: readonly Named[]): readonly Named[] {
  const ids = arrays.filter(({ name, array }) => keyMeaning(name) === 'video' && array.texts !== undefined && isColumn(array));
  const found = matrices.filter((matrix) => ids.some(({ array }) => array.shape[0] === matrix.array.shape[0]));
  return found.length > 0 ? found : matrices;
}

/** Matching by order instead would give the videos the vectors of others. */
const unreadableIds = (path: string, name: string, error: unknown): RankLabError =>
  new RankLabError('IMPORT_FAILED', `The ids in “${name}” cannot be read: ${error instanceof Error ? error.message : String(error)}`, {
    place: path,
    remedy: `Save them as texts, with ${name}=numpy.array(${name}, dtype=str), or match by order (match: "order")`,
  });

/** Numbers with fractions are no ids. */
const isWhole = ({ values }: NpyArray): boolean => values === undefined || values.every(Number.isInteger);

/** Arrays of other types, such as pickled objects beside the vectors, do not matter unless nothing else is there. */
function arraysOf(bytes: Buffer, path: string) {
  const arrays: Named[] = [];
  const unreadable: { readonly name: string; readonly error: unknown }[] = [];
  for (const [file, content] of unzip(bytes, path)) {
    const name = file.replace(/\.npy$/, '');
    try {
      arrays.push({ name, array: parseNpy(content, `${path}/${file}`) });
    } catch (error) {
      unreadable.push({ name, error });
    }
  }
  return { arrays, unreadable };
}

const isColumn = ({ shape }: NpyArray): boolean => shape.slice(1).every((size) => size === 1);
const keyMeaning = (name: string): VectorKey['says'] =>
  /^(ids|names|keys|labels|words)$/i.test(name) ? 'video' : meaningOf(name.replace(/s$/, ''), true);

function matrixOf({ shape, values }: NpyArray, path: string): Pick<VectorFile, 'dimensions' | 'vectors'> {
  const flat = shape.length > 2 ? shape.filter((size, at) => size !== 1 || at < 1) : shape;
  const [rows = 0, dimensions = 0] = flat;
  if (flat.length !== 2 || rows === 0 || dimensions === 0 || !values) {
    const problem = values ? `its shape (${shape.join(', ')}) is not videos × dimensions` : 'it holds texts, not vectors';
    throw new RankLabError('IMPORT_FAILED', `${path}: ${problem}`, {
      place: path,
      remedy: 'Save it with numpy.save(path, vectors.astype("float32"))',
    });
  }
  return { dimensions, vectors: values };
}
