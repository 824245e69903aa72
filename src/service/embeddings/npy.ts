import { RankLabError } from '#shared/errors';

/** A NumPy array of two dimensions. */
interface NpyMatrix {
  readonly rows: number;
  readonly columns: number;
  /** Row-major. */
  readonly data: Float32Array;
}

const MAGIC = '\x93NUMPY';
/** Maximum header length; a longer header is treated as damage. */
const LONGEST_HEADER = 65_536;

/**
 * Reads a .npy file (format 1 to 3) with a C-ordered matrix of float32 or float64.
 * @throws IMPORT_FAILED naming what is not supported or damaged.
 */
export function parseNpy(bytes: Buffer, place: string): NpyMatrix {
  const refuse = (problem: string): never => {
    throw new RankLabError('IMPORT_FAILED', `${place}: ${problem}`, {
      place,
      remedy: 'Save it with numpy.save(path, vectors.astype("float32"))',
    });
  };
  if (bytes.length < 12 || bytes.toString('latin1', 0, 6) !== MAGIC) return refuse('this is not a .npy file');
  const wide = (bytes[6] ?? 0) >= 2;
  const headerStart = wide ? 12 : 10;
  const headerLength = wide ? bytes.readUInt32LE(8) : bytes.readUInt16LE(8);
  if (headerLength > LONGEST_HEADER || headerStart + headerLength > bytes.length) return refuse('its header is damaged');
  const header = bytes.toString('utf8', headerStart, headerStart + headerLength);
  const type = /'descr':\s*'([^']*)'/.exec(header)?.[1];
  const shape = /'shape':\s*\(([^)]*)\)/
    .exec(header)?.[1]
    ?.split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
  if (!type || !shape) return refuse('its header is damaged');
  if (/'fortran_order':\s*True/.test(header)) return refuse('it is in Fortran order');
  if (type !== '<f4' && type !== '<f8') return refuse(`values of type ${type} are not supported`);
  const [rows, columns] = shape.map(Number);
  if (shape.length !== 2 || !Number.isSafeInteger(rows) || !Number.isSafeInteger(columns) || !rows || !columns) {
    return refuse(`its shape (${shape.join(', ')}) is not videos × dimensions`);
  }
  const start = headerStart + headerLength;
  const width = type === '<f4' ? 4 : 8;
  if (bytes.length - start !== rows * columns * width)
    return refuse(`it should have ${rows * columns * width} bytes of values, not ${bytes.length - start}`);
  // A copy: values need not be aligned in the file.
  const values = bytes.buffer.slice(bytes.byteOffset + start, bytes.byteOffset + bytes.length);
  return { rows, columns, data: type === '<f4' ? new Float32Array(values) : Float32Array.from(new Float64Array(values)) };
}
