import { crossing, linesOf } from './flips';
import type { Ranker } from '../ranker';

/** The nearest value of one weight that brings an item into the list. */
interface Lift {
  readonly signal: string;
  readonly from: number;
  readonly to: number;
  /** Position of the item at `to`. */
  readonly position: number;
}

/** How far past the crossing the suggestion goes, so that rounding cannot undo it. */
const margin = 1e-6;

/**
 * For every signal, the smallest change of its weight within [low, high] that lifts `item` into the first `length`
 * positions of pool `u`; smallest change first, signals that cannot do it left out. Between two crossings with other
 * candidates the position is constant, so it suffices to check just beyond each crossing.
 */
export function findLifts(ranker: Ranker, u: number, item: number, low: number, high: number): Lift[] {
  const lifts: Lift[] = [];
  ranker.tensor.signalIds.forEach((signal, s) => {
    const lines = linesOf(ranker, u, signal);
    const self = lines.items.subarray(0, lines.count).indexOf(item);
    if (self < 0) return;
    const from = ranker.weights[s];
    const stops: number[] = [];
    for (let other = 0; other < lines.count; other++) {
      const weight = other === self ? undefined : crossing(lines, self, other);
      if (weight !== undefined) stops.push(weight - margin, weight + margin);
    }
    const reachable = stops.filter((weight) => weight >= low && weight <= high).sort((a, b) => Math.abs(a - from) - Math.abs(b - from));
    for (const to of reachable) {
      const position = positionAt(lines, self, to);
      if (position <= ranker.selector.length) {
        lifts.push({ signal, from, to, position });
        break;
      }
    }
  });
  return lifts.sort((a, b) => Math.abs(a.to - a.from) - Math.abs(b.to - b.from));
}

function positionAt({ count, items, intercepts, slopes }: ReturnType<typeof linesOf>, self: number, weight: number): number {
  const level = intercepts[self] + slopes[self] * weight;
  let position = 1;
  for (let c = 0; c < count; c++) {
    const score = intercepts[c] + slopes[c] * weight;
    if (score > level || (score === level && items[c] < items[self])) position++;
  }
  return position;
}
