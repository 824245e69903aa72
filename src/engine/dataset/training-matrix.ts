import { csrFromTriplets, type CsrMatrix } from '#engine/core/linear-algebra/matrix';
import type { Dataset } from '#engine/model/dataset';

/** What a cell of the training matrix holds for a user and an item with at least one interaction. */
export type TrainingValues = 'binary' | 'count' | 'value';

/**
 * Users × items from the interactions at `positions` (a split's part, or all).
 * `binary`: 1; `count`: the number of interactions; `value`: the last given value in table order, 1 where none was given.
 */
export function trainingMatrix(dataset: Dataset, positions: Int32Array, values: TrainingValues): CsrMatrix {
  const { interactions } = dataset;
  const rows = dataset.users.ids.size;
  const columns = dataset.items.ids.size;
  const interactionValues = interactions.values;
  const ordered = values === 'value' ? missingValuesFirst(positions, interactionValues) : positions;
  const users = ordered.map((position) => interactions.users[position]);
  const items = ordered.map((position) => interactions.items[position]);
  const cells =
    values === 'value'
      ? Float64Array.from(ordered, (position) => (Number.isNaN(interactionValues[position]) ? 1 : interactionValues[position]))
      : new Float64Array(ordered.length).fill(1);
  return csrFromTriplets(rows, columns, users, items, cells, values === 'count' ? 'sum' : values === 'binary' ? 'binary' : 'last');
}

/** An interaction without a value must not hide an earlier one with a value: those without go first. */
function missingValuesFirst(positions: Int32Array, interactionValues: Float64Array): Int32Array {
  const ordered = new Int32Array(positions.length);
  let written = 0;
  for (const position of positions) if (Number.isNaN(interactionValues[position])) ordered[written++] = position;
  if (written > 0) for (const position of positions) if (!Number.isNaN(interactionValues[position])) ordered[written++] = position;
  return written === 0 ? positions : ordered;
}
