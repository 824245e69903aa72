/** Allocates the zeroed arrays of a result. */
export interface ArraySource {
  ints(length: number): Int32Array;
  doubles(length: number): Float64Array;
}

export const heapArrays: ArraySource = {
  ints: (length) => new Int32Array(length),
  doubles: (length) => new Float64Array(length),
};

/**
 * For results that are produced many times a second. V8 counts ordinary buffers towards the size that triggers a full garbage
 * collection, which takes longer than the request itself. It does not count shared buffers, which are freed with the young objects
 * that hold them. Do not use it in loops that allocate little else: no collection would be triggered to free the memory.
 */
export const shortLivedArrays: ArraySource = {
  ints: (length) => new Int32Array(new SharedArrayBuffer(4 * length)),
  doubles: (length) => new Float64Array(new SharedArrayBuffer(8 * length)),
};
