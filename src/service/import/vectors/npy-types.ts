/** How values of one NumPy type are read from bytes. */
export interface NpyType {
  readonly bytes: number;
  readonly number?: (bytes: Buffer, at: number) => number;
  /** For types that ids may have. */
  readonly text?: (bytes: Buffer, at: number, length: number) => string;
}

type ReadNumber = NonNullable<NpyType['number']>;

/** Little-endian readers, by kind and size. */
const little: Readonly<Record<string, ReadNumber>> = {
  f2: (bytes, at) => halfFloat(bytes.readUInt16LE(at)),
  f4: (bytes, at) => bytes.readFloatLE(at),
  f8: (bytes, at) => bytes.readDoubleLE(at),
  i1: (bytes, at) => bytes.readInt8(at),
  i2: (bytes, at) => bytes.readInt16LE(at),
  i4: (bytes, at) => bytes.readInt32LE(at),
  i8: (bytes, at) => Number(bytes.readBigInt64LE(at)),
  u1: (bytes, at) => bytes.readUInt8(at),
  u2: (bytes, at) => bytes.readUInt16LE(at),
  u4: (bytes, at) => bytes.readUInt32LE(at),
  u8: (bytes, at) => Number(bytes.readBigUInt64LE(at)),
  b1: (bytes, at) => (bytes[at] === 0 ? 0 : 1),
};

const big: Readonly<Record<string, ReadNumber>> = {
  f2: (bytes, at) => halfFloat(bytes.readUInt16BE(at)),
  f4: (bytes, at) => bytes.readFloatBE(at),
  f8: (bytes, at) => bytes.readDoubleBE(at),
  i2: (bytes, at) => bytes.readInt16BE(at),
  i4: (bytes, at) => bytes.readInt32BE(at),
  i8: (bytes, at) => Number(bytes.readBigInt64BE(at)),
  u2: (bytes, at) => bytes.readUInt16BE(at),
  u4: (bytes, at) => bytes.readUInt32BE(at),
  u8: (bytes, at) => Number(bytes.readBigUInt64BE(at)),
};

/** The type of a descriptor such as `<f4`, `>i2`, `|b1`, `<U12` or `|S8`; undefined for one that holds no vectors and no ids. */
export function npyTypes(descriptor: string): NpyType | undefined {
  const [, order = '', kind = '', size = ''] = /^([<>|=])([a-zA-Z])(\d+)$/.exec(descriptor) ?? [];
  const length = Number(size);
  const isBig = order === '>';
  if (kind === 'U') return { bytes: 4 * length, text: (bytes, at, all) => characters(bytes, at, all, isBig) };
  if (kind === 'S') return { bytes: length, text: (bytes, at, all) => bytes.toString('utf8', at, at + all).replace(/\0+$/, '') };
  const number = (isBig ? (big[kind + size] ?? (length === 1 ? little[kind + size] : undefined)) : little[kind + size]) satisfies
    ReadNumber | undefined;
  if (!number) return undefined;
  const isWhole = kind === 'i' || kind === 'u';
  const isLong = isWhole && length === 8;
  return {
    bytes: length,
    number,
    ...(kind === 'f' && { text: (bytes, at) => String(number(bytes, at)) }),
    // Ids of 64 bits keep all their digits.
    ...(isWhole && { text: (bytes, at) => (isLong ? longText(bytes, at, kind === 'u', isBig) : String(number(bytes, at))) }),
  };
}

function longText(bytes: Buffer, at: number, isUnsigned: boolean, isBig: boolean): string {
  if (isUnsigned) return (isBig ? bytes.readBigUInt64BE(at) : bytes.readBigUInt64LE(at)).toString();
  return (isBig ? bytes.readBigInt64BE(at) : bytes.readBigInt64LE(at)).toString();
}

/** Characters of four bytes each, filled up with zeros. */
function characters(bytes: Buffer, at: number, length: number, isBig: boolean): string {
  let text = '';
  for (let position = at; position < at + length; position += 4) {
    const point = isBig ? bytes.readUInt32BE(position) : bytes.readUInt32LE(position);
    if (point === 0) break;
    text += point <= 0x10ffff ? String.fromCodePoint(point) : '\ufffd';
  }
  return text;
}

/** IEEE 754 binary16. */
function halfFloat(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 0x1f) return fraction === 0 ? sign * Infinity : NaN;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}
