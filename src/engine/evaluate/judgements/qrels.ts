import { RankLabError } from '#shared/errors';
import type { RelevanceSettings } from '#shared/schemas/experiment';
import type { CsrMatrix } from '../../core/linear-algebra/matrix';
import type { Dataset, InteractionTable } from '../../model/dataset';
import type { Qrels } from '../../model/run';

interface QrelsOptions {
  /**
   * Users × items of the training side, when seen items are removed from the candidates: an item the user already had
   * cannot be recommended again, so it leaves the qrels too, and `seenRemovedCount` says how many did.
   */
  readonly excludeSeenIn?: CsrMatrix;
}

/**
 * Judgements from a split part. `positions` point into the dataset's interactions.
 *
 * Every user with an interaction in the part is included, even when none is relevant, so that the user can be counted as
 * excluded. Several interactions of one user with one item become one judgement with the highest grade
 * (`duplicateCount` says how many were folded). A missing value is grade 0 under the rules that read values.
 * @throws INVALID_ARGUMENT when the rule names a kind that the dataset does not have.
 */
export function buildQrels(
  dataset: Dataset,
  positions: Int32Array,
  relevance: RelevanceSettings,
  { excludeSeenIn }: QrelsOptions = {},
): Qrels {
  const { interactions } = dataset;
  const grade = gradeRule(interactions, relevance);
  const perUser = groupByUser(interactions.users, positions, dataset.users.ids.size);
  const users: number[] = [];
  const offsets: number[] = [0];
  const items: number[] = [];
  const grades: number[] = [];
  let seenRemovedCount = 0;
  let duplicateCount = 0;
  const gradeOf = new Map<number, number>();
  for (let user = 0; user + 1 < perUser.offsets.length; user++) {
    const start = perUser.offsets[user];
    const end = perUser.offsets[user + 1];
    if (start === end) continue;
    gradeOf.clear();
    for (let i = start; i < end; i++) {
      const position = perUser.positions[i];
      const item = interactions.items[position];
      const previous = gradeOf.get(item);
      if (previous !== undefined) duplicateCount++;
      gradeOf.set(item, Math.max(previous ?? -Infinity, grade(position)));
    }
    users.push(user);
    for (const item of [...gradeOf.keys()].sort((a, b) => a - b)) {
      if (excludeSeenIn && hasEntry(excludeSeenIn, user, item)) {
        seenRemovedCount++;
        continue;
      }
      items.push(item);
      grades.push(gradeOf.get(item) ?? 0);
    }
    offsets.push(items.length);
  }
  return {
    users: Int32Array.from(users),
    offsets: Int32Array.from(offsets),
    items: Int32Array.from(items),
    grades: Float64Array.from(grades),
    relevance: describeRelevance(relevance),
    seenRemovedCount,
    duplicateCount,
  };
}

/** The rule in words, as every run states it. */
function describeRelevance(relevance: RelevanceSettings): string {
  switch (relevance.rule) {
    case 'any':
      return 'every interaction';
    case 'kind':
      return `kind is ${relevance.kinds.join(' or ')}`;
    case 'threshold':
      return `value ≥ ${relevance.minimum}`;
    case 'graded':
      return 'graded by value';
  }
}

function gradeRule(table: InteractionTable, relevance: RelevanceSettings): (position: number) => number {
  switch (relevance.rule) {
    case 'any':
      return () => 1;
    case 'kind': {
      const relevantKinds = new Uint8Array(table.kinds.length);
      for (const kind of relevance.kinds) {
        const code = table.kinds.indexOf(kind);
        if (code < 0) {
          throw new RankLabError('INVALID_ARGUMENT', `No interaction has the kind “${kind}”; the kinds are ${table.kinds.join(', ')}`, {
            place: 'relevance.kinds',
            value: kind,
            remedy: `Use one of: ${table.kinds.join(', ')}`,
          });
        }
        relevantKinds[code] = 1;
      }
      return (position) => relevantKinds[table.kindCodes[position]];
    }
    case 'threshold':
      return (position) => (table.values[position] >= relevance.minimum ? 1 : 0);
    case 'graded':
      return (position) => (Number.isNaN(table.values[position]) ? 0 : table.values[position]);
  }
}

/** A stable counting sort of positions by user. */
function groupByUser(users: Int32Array, positions: Int32Array, userCount: number): { offsets: Int32Array; positions: Int32Array } {
  const offsets = new Int32Array(userCount + 1);
  for (const position of positions) offsets[users[position] + 1]++;
  for (let user = 0; user < userCount; user++) offsets[user + 1] += offsets[user];
  const cursor = offsets.slice(0, userCount);
  const grouped = new Int32Array(positions.length);
  for (const position of positions) grouped[cursor[users[position]]++] = position;
  return { offsets, positions: grouped };
}

function hasEntry(matrix: CsrMatrix, row: number, column: number): boolean {
  if (row >= matrix.rows) return false;
  let low = matrix.offsets[row];
  let high = matrix.offsets[row + 1];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (matrix.indices[middle] < column) low = middle + 1;
    else high = middle;
  }
  return low < matrix.offsets[row + 1] && matrix.indices[low] === column;
}
