import type { CategoricalColumn } from '../../model/dataset';

/** What a system knows of users before it serves them, one line of `names.length` numbers per profile; the first feature is 1. */
export interface UserFeatures {
  readonly names: readonly string[];
  readonly values: Float64Array;
}

/** More would cost more than it tells. */
const mostFeatures = 20;

/**
 * Activity in the log, and the labels of the users' columns as 0 or 1, most frequent first; a column's most frequent label is left out, since
 * the others tell it.
 * @param profiles user rows
 * @param interactionCounts known interactions by user row
 */
export function userFeatures(
  profiles: Int32Array,
  interactionCounts: Int32Array,
  columns: Readonly<Record<string, CategoricalColumn>>,
): UserFeatures {
  const names = ['always', 'log of interactions'];
  const readers: ((user: number) => number)[] = [() => 1, (user) => Math.log1p(interactionCounts[user]) / 5];
  const labels = Object.entries(columns).flatMap(([name, column]) => frequentLabels(name, column, profiles).slice(1));
  labels.sort((a, b) => b.count - a.count);
  for (const { name, column, code } of labels.slice(0, mostFeatures - readers.length)) {
    names.push(name);
    readers.push((user) => (column.codes[user] === code ? 1 : 0));
  }
  const values = new Float64Array(profiles.length * names.length);
  for (let p = 0; p < profiles.length; p++) readers.forEach((read, f) => (values[p * names.length + f] = read(profiles[p])));
  return { names, values };
}

interface FrequentLabel {
  readonly name: string;
  readonly column: CategoricalColumn;
  readonly code: number;
  readonly count: number;
}

function frequentLabels(name: string, column: CategoricalColumn, profiles: Int32Array): FrequentLabel[] {
  const counts = new Int32Array(column.labels.length);
  for (const user of profiles) if (column.codes[user] >= 0) counts[column.codes[user]]++;
  return [...counts]
    .map((count, code) => ({ name: `${name}: ${column.labels[code]}`, column, code, count }))
    .filter(({ count }) => count > 0)
    .sort((a, b) => b.count - a.count || a.code - b.code);
}
