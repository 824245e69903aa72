const float = new Float32Array(1);
const bits = new Uint32Array(float.buffer);

/** The nearest 16-bit float, ties to even; infinity beyond its range. */
export function halfBits(value: number): number {
  float[0] = value;
  const word = bits[0] ?? 0;
  const sign = (word >>> 16) & 0x8000;
  const exponent = ((word >>> 23) & 0xff) - 112;
  const fraction = word & 0x7fffff;
  if (exponent >= 31) return sign | 0x7c00;
  // Below the smallest normal number the leading one becomes part of the fraction.
  if (exponent <= 0) return exponent < -10 ? sign : sign | roundedShift(fraction | 0x800000, 14 - exponent);
  return sign + ((exponent << 10) + roundedShift(fraction, 13));
}

function roundedShift(value: number, shift: number): number {
  const floor = value >>> shift;
  const rest = value & ((1 << shift) - 1);
  const half = 1 << (shift - 1);
  return floor + (rest > half || (rest === half && (floor & 1) === 1) ? 1 : 0);
}
