import type { Pooling } from './model-folder';

/** Vectors of the tokens of a batch: batch × tokens × dimensions, row-major. */
export interface TokenVectors {
  readonly data: Float32Array;
  readonly tokens: number;
  readonly dimensions: number;
}

/**
 * One vector per text: batch × dimensions. `lengths` are the numbers of tokens of each text; what comes after them is padding. A text without tokens
 * has zeros.
 * The definitions are those of sentence-transformers.
 */
export function pool({ data, tokens, dimensions }: TokenVectors, lengths: readonly number[], pooling: Pooling): Float32Array {
  const out = new Float32Array(lengths.length * dimensions);
  lengths.forEach((length, text) => {
    if (length === 0) return;
    const [first, end] = pooling === 'mean' ? [0, length] : pooling === 'cls' ? [0, 1] : [length - 1, length];
    for (let d = 0; d < dimensions; d++) {
      let sum = 0;
      for (let token = first; token < end; token++) sum += data[(text * tokens + token) * dimensions + d] ?? NaN;
      out[text * dimensions + d] = sum / (end - first);
    }
  });
  return out;
}
