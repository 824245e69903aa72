import { csrFromTriplets, type CsrMatrix } from '../core/linear-algebra/matrix';
import type { Dataset } from '../model/dataset';
import type { TrainingView } from '../model/training-view';
import { latestNowMs } from './reference-time';

interface ViewInputs extends Partial<
  Pick<
    TrainingView,
    | 'embeddings'
    | 'factors'
    | 'contentIndex'
    | 'factorIndex'
    | 'embedQuery'
    | 'embedItem'
    | 'foreignRuns'
    | 'vectorFiles'
    | 'scoringService'
  >
> {
  readonly dataset: Dataset;
  /** Interactions visible to the view, ascending. */
  readonly positions: Int32Array;
  readonly knownItems: Uint8Array;
  /** History of held-out users: available when recommending to them, but nothing is fitted on it. */
  readonly foldIn?: Int32Array;
  readonly seed: number;
  /** The clock of a serving view; later timestamps do not move the reference time. Milliseconds since 1970. */
  readonly clockMs?: number;
}

/** Newest timestamp among the positions (ms), of those up to `limitMs`; NaN when none has one. */
export function latestTimestampMs(dataset: Dataset, positions: Int32Array, limitMs = Infinity): number {
  const { timestampsMs } = dataset.interactions;
  let latest = NaN;
  for (const position of positions)
    if (!(timestampsMs[position] <= latest) && timestampsMs[position] <= limitMs) latest = timestampsMs[position];
  return latest;
}

/** Collects the data of one side that candidate sources and signals may use. */
export function createTrainingView(inputs: ViewInputs): TrainingView {
  const { dataset, positions } = inputs;
  const { users, items } = dataset.interactions;
  const matrixOf = (chosen: Int32Array): CsrMatrix => {
    const rows = chosen.map((position) => users[position]);
    const columns = chosen.map((position) => items[position]);
    return csrFromTriplets(dataset.users.ids.size, dataset.items.ids.size, rows, columns, rows, 'binary');
  };
  const fitted = matrixOf(positions);
  const itemUserCounts = new Float64Array(dataset.items.ids.size);
  for (const item of fitted.indices) itemUserCounts[item]++;
  const foldIn = inputs.foldIn ?? new Int32Array(0);
  const interactions = foldIn.length > 0 ? matrixOf(Int32Array.from([...positions, ...foldIn]).sort()) : fitted;
  const limit = latestNowMs(dataset.interactions.timestampsMs, positions, inputs.clockMs);
  return {
    dataset,
    positions,
    interactions,
    ...(interactions !== fitted && { fitted }),
    itemUserCounts,
    knownItems: inputs.knownItems,
    referenceTimeMs: latestTimestampMs(dataset, positions, limit),
    latestNowMs: limit,
    latestTimestampMs: latestTimestampMs(dataset, positions),
    embeddings: inputs.embeddings,
    factors: inputs.factors,
    contentIndex: inputs.contentIndex,
    factorIndex: inputs.factorIndex,
    embedQuery: inputs.embedQuery,
    embedItem: inputs.embedItem,
    foreignRuns: inputs.foreignRuns,
    vectorFiles: inputs.vectorFiles,
    scoringService: inputs.scoringService,
    seed: inputs.seed,
    accumulators: new Map(),
  };
}

/** Item rows the user has in the view, ascending. */
export function seenItems(view: TrainingView, userRow: number): Int32Array {
  const { interactions } = view;
  if (userRow >= interactions.rows) return new Int32Array(0);
  return interactions.indices.subarray(interactions.offsets[userRow], interactions.offsets[userRow + 1]);
}
