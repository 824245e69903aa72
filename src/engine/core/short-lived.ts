/** Where the arrays of a result come from, zeroed. */
export interface ArraySource {
  ints(length: number): Int32Array;
  doubles(length: number): Float64Array;
}

export const ordinaryArrays: ArraySource = {
  ints: (length) => new Int32Array(length),
  doubles: (length) => new Float64Array(length),
};

/**
 * For one answer out of many a second. V8 counts the bytes of ordinary buffers towards the size at which it collects its whole
 * heap, and then takes longer over that than the answer did; it does not count those of shared buffers, which go with the young
 * objects that hold them. Not for loops that make little else: nothing would ever ask for their bytes back.
 */
export const shortLivedArrays: ArraySource = {
  ints: (length) => new Int32Array(new SharedArrayBuffer(4 * length)),
  doubles: (length) => new Float64Array(new SharedArrayBuffer(8 * length)),
};
