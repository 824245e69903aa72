export type Correction = 'holm' | 'benjamini-hochberg' | 'none';

/**
 * Adjusts p-values for having made many tests. `familySize` may exceed their number when further tests were made whose
 * p-values are not here (they count as larger than all of these).
 */
export function adjustPValues(pValues: readonly number[], correction: Correction, familySize = pValues.length): number[] {
  const m = Math.max(familySize, pValues.length);
  const order = pValues.map((_, i) => i).sort((a, b) => pValues[a] - pValues[b] || a - b);
  const adjusted = pValues.slice();
  if (correction === 'holm') {
    // Step down (Holm 1979): no p is adjusted below a smaller one's.
    let floor = 0;
    order.forEach((i, rank) => {
      floor = Math.max(floor, Math.min(1, (m - rank) * pValues[i]));
      adjusted[i] = floor;
    });
  } else if (correction === 'benjamini-hochberg') {
    // Step up (Benjamini & Hochberg 1995): no p is adjusted above a larger one's.
    let ceiling = 1;
    for (let rank = order.length - 1; rank >= 0; rank--) {
      ceiling = Math.min(ceiling, (m / (rank + 1)) * pValues[order[rank]]);
      adjusted[order[rank]] = ceiling;
    }
  }
  return adjusted;
}
