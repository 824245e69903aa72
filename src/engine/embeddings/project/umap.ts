import { UMAP } from 'umap-js';
import { RankLabError } from '#shared/errors';
import { subtask, throwIfCancelled } from '../../core/cancellation';
import { createRng } from '../../core/rng';
import type { TaskContext } from '../../ports';
import { nearestNeighbours } from './nearest-neighbours';
import { evenlySpaced, principalComponents } from './pca';

export interface UmapInput {
  /** n × dimensions, row-major. */
  readonly vectors: Float32Array;
  readonly dimensions: number;
  /** The rows that take part, ascending. */
  readonly rows: Int32Array;
  readonly seed: number;
}

export interface UmapResult {
  /** The rows that were laid out: all, or an even sample of `maxUmapPoints`. */
  readonly rows: Int32Array;
  /** rows.length × 2, row-major. */
  readonly coordinates: Float32Array;
}

/** Neighbours are found by comparing all pairs, and the layout lives in JavaScript arrays: more points take too long. */
export const maxUmapPoints = 10_000;
/** Neighbours are searched in this many principal components, which preserves neighbourhoods and makes comparisons cheap. */
const reducedDimensions = 50;
const neighbourCount = 15;
const minDist = 0.1;

/**
 * A layout that keeps neighbourhoods (McInnes, Healy & Melville 2018), of at most `maxUmapPoints` evenly spaced rows.
 * Deterministic for a seed. @throws INVALID_ARGUMENT for fewer than four rows, CANCELLED.
 */
export function umapLayout(input: UmapInput, context?: TaskContext): UmapResult {
  const rows = evenlySpaced(input.rows, maxUmapPoints);
  if (rows.length < 4) {
    throw new RankLabError('INVALID_ARGUMENT', `A UMAP layout needs at least 4 videos with a vector; there are ${rows.length}`, {
      value: String(rows.length),
      remedy: 'Use the principal components',
    });
  }
  const width = Math.min(reducedDimensions, input.dimensions);
  const { vectors, dimensions } = input;
  const { coordinates: points } = principalComponents({ vectors, dimensions, rows, components: width }, subtask(context, 0, 0.15));
  const k = Math.min(neighbourCount, rows.length - 1);
  const { indices, distances } = nearestNeighbours(points, width, k, subtask(context, 0.15, 0.35));
  const random = createRng(input.seed).derive('umap');
  const umap = new UMAP({ nNeighbors: k, minDist, random: () => random.next() });
  umap.setPrecomputedKNN(indices, distances);
  const epochs = umap.initializeFit(listsOf(points, width));
  for (let epoch = 0; epoch < epochs; epoch++) {
    throwIfCancelled(context);
    context?.report?.(0.4 + (0.6 * epoch) / epochs, `epoch ${epoch + 1} of ${epochs}`);
    umap.step();
  }
  return { rows: Int32Array.from(rows), coordinates: Float32Array.from(umap.getEmbedding().flat()) };
}

const listsOf = (points: Float32Array, width: number): number[][] =>
  Array.from({ length: points.length / width }, (_none, row) => [...points.subarray(row * width, (row + 1) * width)]);
