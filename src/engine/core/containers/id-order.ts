const wholeNumber = /^-?\d+$/;

/**
 * The rank of every id: numerically where all are whole numbers (of any length), else by code unit. Decisions by
 * rank do not depend on the order of rows in a file.
 */
export function idRanks(ids: readonly string[]): Int32Array {
  const rows = Int32Array.from(ids, (_, row) => row);
  if (ids.every((id) => wholeNumber.test(id))) {
    const exact = ids.every((id) => id.length <= 15);
    const numbers = exact ? Float64Array.from(ids, Number) : undefined;
    if (numbers) rows.sort((a, b) => numbers[a] - numbers[b] || compareTexts(ids[a], ids[b]));
    else {
      const large = ids.map(BigInt);
      rows.sort((a, b) => (large[a] < large[b] ? -1 : large[a] > large[b] ? 1 : compareTexts(ids[a], ids[b])));
    }
  } else rows.sort((a, b) => compareTexts(ids[a], ids[b]));
  const ranks = new Int32Array(ids.length);
  rows.forEach((row, rank) => (ranks[row] = rank));
  return ranks;
}

const compareTexts = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

const known = new WeakMap<readonly string[], Int32Array>();

/** The same, computed once per list of ids. */
export function ranksOf(ids: readonly string[]): Int32Array {
  let ranks = known.get(ids);
  if (!ranks || ranks.length !== ids.length) {
    ranks = idRanks(ids);
    known.set(ids, ranks);
  }
  return ranks;
}
