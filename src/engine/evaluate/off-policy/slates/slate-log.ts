import { checkDecision, invalid, type LoggedDecisions } from '../decisions';

/**
 * Logged lists, one entry per list and position in every array. Both probabilities are of the video at its position given the videos above it, so
 * that their product down the list is the probability of the list.
 */
export interface SlateRows extends LoggedDecisions {
  /** Which list a row belongs to. */
  readonly slates: ArrayLike<string>;
  /** From 1, without gaps; a list may be shorter than others. */
  readonly positions: ArrayLike<number>;
}

/** Lists s of rows `offsets[s] … offsets[s + 1] - 1`, top position first. */
export interface SlateLog {
  readonly slateCount: number;
  /** Of the longest list. */
  readonly length: number;
  readonly offsets: Int32Array;
  readonly rewards: Float64Array;
  /** Target over logging probability of the list down to this position. */
  readonly cascadeWeights: Float64Array;
  readonly predictedRewards?: Float64Array;
  readonly targetValues?: Float64Array;
}

/**
 * Sorts rows into lists and weighs them. @throws INVALID_ARGUMENT naming the first unusable row or list, or when every propensity is 1: a
 * deterministic policy did not explore.
 */
export function slateLogOf(rows: SlateRows): SlateLog {
  checkColumns(rows);
  const { order, offsets } = orderOf(rows);
  const { rewards, loggingProbabilities, targetProbabilities, predictedRewards, targetValues } = rows;
  const cascadeWeights = new Float64Array(order.length);
  let length = 0;
  for (let s = 0; s + 1 < offsets.length; s++) {
    let weight = 1;
    for (let at = offsets[s]; at < offsets[s + 1]; at++) {
      weight *= targetProbabilities[order[at]] / loggingProbabilities[order[at]];
      if (!Number.isFinite(weight * weight))
        throw invalid(
          `loggingProbabilities.${order[at]}`,
          `The propensities of list “${rows.slates[order[at]]}” are too small for its weight`,
        );
      cascadeWeights[at] = weight;
    }
    length = Math.max(length, offsets[s + 1] - offsets[s]);
  }
  const sorted = (values: ArrayLike<number>): Float64Array => Float64Array.from(order, (row) => values[row]);
  return {
    slateCount: offsets.length - 1,
    length,
    offsets,
    rewards: sorted(rewards),
    cascadeWeights,
    ...(predictedRewards && targetValues && { predictedRewards: sorted(predictedRewards), targetValues: sorted(targetValues) }),
  };
}

function checkColumns(rows: SlateRows): void {
  const { rewards, loggingProbabilities, targetProbabilities, predictedRewards, targetValues, slates, positions } = rows;
  const count = rewards.length;
  if (count === 0) throw invalid('rewards', 'There are no logged lists');
  const columns = { slates, positions, loggingProbabilities, targetProbabilities, predictedRewards, targetValues };
  for (const [place, values] of Object.entries(columns)) {
    if (values && values.length !== count)
      throw invalid(place, `Expected ${count} entries in ${place}, one per reward, not ${values.length}`);
  }
  if ((predictedRewards === undefined) !== (targetValues === undefined)) {
    const [given, missing] = predictedRewards ? ['predictedRewards', 'targetValues'] : ['targetValues', 'predictedRewards'];
    throw invalid(missing, `${given} without ${missing}: a reward model needs both`);
  }
  let deterministic = true;
  for (let i = 0; i < count; i++) {
    checkDecision(rows, i);
    if (loggingProbabilities[i] !== 1) deterministic = false;
  }
  if (deterministic)
    throw invalid(
      'loggingProbabilities',
      'Every propensity is 1: the logging policy was deterministic, so the log has no information about other lists',
      { remedy: 'Log with some randomness, or compare by replay and label it so' },
    );
}

/** Rows by list in the order of their first row, then by position. @throws INVALID_ARGUMENT where positions are not 1, 2, 3 … */
function orderOf({ slates, positions }: SlateRows): { order: Int32Array; offsets: Int32Array } {
  const groups = new Map<string, number[]>();
  for (let row = 0; row < slates.length; row++) {
    const group = groups.get(slates[row]);
    if (group) group.push(row);
    else groups.set(slates[row], [row]);
  }
  const order = new Int32Array(slates.length);
  const offsets = new Int32Array(groups.size + 1);
  let [s, at] = [0, 0];
  for (const [slate, rows] of groups) {
    rows.sort((a, b) => positions[a] - positions[b]);
    rows.forEach((row, index) => {
      if (positions[row] !== index + 1)
        throw invalid(
          `positions.${row}`,
          `List “${slate}” has position ${positions[row]} where ${index + 1} is expected: positions are 1, 2, 3 … without gaps`,
        );
      order[at++] = row;
    });
    offsets[++s] = at;
  }
  return { order, offsets };
}
