import { throwIfCancelled } from '../../core/cancellation';
import { dotBlock } from '../../core/linear-algebra/dot-block';
import { topK } from '../../core/containers/top-k';
import type { TaskContext } from '../../ports';

interface NeighbourLists {
  /** Per point its k nearest, itself first, then by distance and index. */
  readonly indices: number[][];
  /** Euclidean. */
  readonly distances: number[][];
}

const blockRows = 64;

/** The k nearest points of each of n × width row-major points, itself included, by comparing all pairs. @throws CANCELLED */
export function nearestNeighbours(points: Float32Array, width: number, k: number, context?: TaskContext): NeighbourLists {
  const count = points.length / width;
  const norms = Float64Array.from({ length: count }, (_none, row) => {
    let sum = 0;
    for (let at = row * width; at < (row + 1) * width; at++) sum += points[at] ** 2;
    return sum;
  });
  const indices: number[][] = [];
  const distances: number[][] = [];
  const dots = new Float64Array(blockRows * count);
  const closeness = new Float64Array(count);
  const best = new Int32Array(k);
  for (let from = 0; from < count; from += blockRows) {
    throwIfCancelled(context);
    context?.report?.(from / count);
    const to = Math.min(count, from + blockRows);
    dotBlock(points, from, to, points, 0, count, width, dots);
    for (let row = from; row < to; row++) {
      for (let other = 0, at = (row - from) * count; other < count; other++, at++) {
        closeness[other] = -Math.max(0, norms[row] + norms[other] - 2 * dots[at]);
      }
      // A point is first in its own list, also among its duplicates.
      closeness[row] = 1;
      const found = [...best.subarray(0, topK(closeness, count, k, best))];
      indices.push(found);
      distances.push(found.map((other) => (other === row ? 0 : Math.sqrt(-closeness[other]))));
    }
  }
  return { indices, distances };
}
