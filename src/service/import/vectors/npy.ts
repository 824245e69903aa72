import { RankLabError } from '#shared/errors';
import { npyTypes, type NpyType } from './npy-types';

/** A NumPy array: values in row-major order, or texts. */
export interface NpyArray {
  readonly shape: readonly number[];
  readonly values: Float32Array | undefined;
  /** Set for arrays of texts and of numbers, which may be ids where they are whole. */
  readonly texts: (() => string[]) | undefined;
}

const MAGIC = '\x93NUMPY';
/** Maximum header length; a longer header is treated as damage. */
const LONGEST_HEADER = 65_536;

export const isNpy = (head: Buffer): boolean => head.toString('latin1', 0, 6) === MAGIC;

/**
 * Reads a .npy file of format 1 to 3: numbers of any size and byte order, booleans and texts, in C or Fortran order.
 * @throws IMPORT_FAILED naming what is not supported or damaged.
 */
export function parseNpy(bytes: Buffer, place: string): NpyArray {
  const refuse = (problem: string, remedy = 'Save it with numpy.save(path, vectors.astype("float32"))'): never => {
    throw new RankLabError('IMPORT_FAILED', `${place}: ${problem}`, { place, remedy });
  };
  if (bytes.length < 12 || !isNpy(bytes)) return refuse('this is not a .npy file');
  const wide = (bytes[6] ?? 0) >= 2;
  const headerStart = wide ? 12 : 10;
  const headerLength = wide ? bytes.readUInt32LE(8) : bytes.readUInt16LE(8);
  if (headerLength > LONGEST_HEADER || headerStart + headerLength > bytes.length) return refuse('its header is damaged');
  const header = bytes.toString('utf8', headerStart, headerStart + headerLength);
  const structured = /'descr':\s*\[\s*\('([^']*)'/.exec(header)?.[1];
  if (structured !== undefined)
    return refuse(`it holds records with fields (“${structured}” …), not numbers`, 'Save the field of the vectors alone');
  const descriptor = /'descr':\s*'([^']*)'/.exec(header)?.[1];
  const written = /'shape':\s*\(([^)]*)\)/.exec(header)?.[1];
  if (descriptor === undefined || written === undefined) return refuse('its header is damaged');
  if (descriptor.endsWith('O'))
    return refuse('it holds Python objects (pickled), which are not read', 'Save it with numpy.save(path, numpy.stack(vectors))');
  const type = npyTypes(descriptor);
  if (!type) return refuse(`values of type ${descriptor} are not supported`);
  const shape = written.split(',').flatMap((part) => (part.trim() === '' ? [] : [Number(part)]));
  if (!shape.every((size) => Number.isSafeInteger(size) && size >= 0)) return refuse(`its shape (${written.trim()}) is damaged`);
  const count = shape.reduce((product, size) => product * size, 1);
  const start = headerStart + headerLength;
  if (bytes.length - start !== count * type.bytes)
    return refuse(`it should have ${count * type.bytes} bytes of values, not ${bytes.length - start}`);
  const isFortran = /'fortran_order':\s*True/.test(header);
  return decoded(bytes.subarray(start), shape, count, type, isFortran);
}

function decoded(bytes: Buffer, shape: readonly number[], count: number, type: NpyType, isFortran: boolean): NpyArray {
  const { number, text } = type;
  const [rows = 0, columns = 1] = shape;
  const values = number && new Float32Array(count);
  for (let at = 0; values && at < count; at++) {
    // In Fortran order the first index runs fastest.
    const target = isFortran && shape.length === 2 ? (at % rows) * columns + Math.floor(at / rows) : at;
    values[target] = number(bytes, at * type.bytes);
  }
  return {
    shape,
    values,
    texts: text && (() => Array.from({ length: count }, (_, at) => text(bytes, at * type.bytes, type.bytes))),
  };
}
