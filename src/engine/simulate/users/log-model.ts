import { RankLabError } from '#shared/errors';
import type { Rng } from '../../core/rng';
import type { Dataset } from '../../model/dataset';
import type { Run } from '../../model/run';
import type { ItemLists } from './item-lists';
import { historyFeatures, LogHistory } from './log-history';
import { areaUnderCurve, fitLogistic, logistic } from './logistic';

/** What users like, learnt from the training part of the log. A model, not a truth. */
export interface LogModel {
  readonly history: LogHistory;
  /** Of `historyFeatures`. */
  readonly coefficients: Float64Array;
  /** How well it tells the last tenth of the log, which it has not seen, from videos that were not watched: area under the ROC curve. */
  readonly area: number;
}

/** Parts of the log in time: what is known, what the model learns from, what it is checked on. */
const [knownShare, learntShare] = [0.7, 0.9];
const negatives = 4;
const mostPositives = 30_000;
const fewest = 100;
/** Of a click, since the log does not say whether users were content. */
const satisfactionOfLog = 0.5;

/**
 * A logistic regression: interactions against videos that the same user did not watch, on what was known before them.
 * @param positions the training part
 * @param knownItems 1 for items that existed by its end
 * @throws INVALID_ARGUMENT for too short a log
 */
export function fitLogModel(dataset: Dataset, positions: Int32Array, knownItems: Uint8Array, rng: Rng): LogModel {
  if (positions.length < fewest) {
    throw new RankLabError(
      'INVALID_ARGUMENT',
      `A click model needs ${fewest} interactions in the training part, and there are ${positions.length}`,
      {
        place: 'audience.truth',
        remedy: 'Use more data, or data generated here, whose truth is stored',
      },
    );
  }
  const { timestampsMs } = dataset.interactions;
  const inTime = positions.slice().sort((a, b) => (timestampsMs[a] || 0) - (timestampsMs[b] || 0) || a - b);
  const [known, learnt] = [Math.floor(knownShare * inTime.length), Math.floor(learntShare * inTime.length)];
  const past = new LogHistory(dataset, inTime.subarray(0, known));
  const sample = examples(dataset, past, inTime.subarray(known, learnt), knownItems, rng.derive('learn'));
  const coefficients = fitLogistic(sample.features, sample.labels, historyFeatures.length);
  const before = new LogHistory(dataset, inTime.subarray(0, learnt));
  const check = examples(dataset, before, inTime.subarray(learnt), knownItems, rng.derive('check'));
  const scores = Float64Array.from(check.labels, (_, row) =>
    coefficients.reduce((sum, value, i) => sum + value * check.features[row * coefficients.length + i], 0),
  );
  return { history: new LogHistory(dataset, inTime), coefficients, area: areaUnderCurve(scores, check.labels) };
}

function examples(
  dataset: Dataset,
  history: LogHistory,
  positions: Int32Array,
  knownItems: Uint8Array,
  rng: Rng,
): { features: Float64Array; labels: Uint8Array } {
  const { users, items } = dataset.interactions;
  const width = historyFeatures.length;
  const candidates = Int32Array.from(knownItems.keys()).filter((item) => knownItems[item] === 1);
  const every = Math.max(1, Math.ceil(positions.length / mostPositives));
  const rows: number[] = [];
  const labels: number[] = [];
  const row = new Float64Array(width);
  const add = (user: number, item: number, label: number): void => {
    history.describe(user, item, row);
    rows.push(...row);
    labels.push(label);
  };
  for (let p = 0; p < positions.length; p += every) {
    const [user, item] = [users[positions[p]], items[positions[p]]];
    if (history.knows(user, item)) continue;
    add(user, item, 1);
    for (let n = 0; n < negatives; n++) {
      const other = candidates[rng.int(candidates.length)];
      if (other !== item && !history.knows(user, other)) add(user, other, 0);
    }
  }
  return { features: Float64Array.from(rows), labels: Uint8Array.from(labels) };
}

/**
 * What the model expects of lists. A log of interactions does not say how often lists are passed over: the chances are shifted, on the
 * logit scale, so that their mean at the first position of `runs[0]` is `clickRate`.
 */
export function modelLists({ history, coefficients }: LogModel, runs: readonly Run[], length: number, clickRate: number): ItemLists[] {
  const row = new Float64Array(coefficients.length);
  const scored = runs.map((run) => {
    const items = new Int32Array(run.users.length * length).fill(-1);
    const scores = new Float64Array(items.length).fill(-Infinity);
    for (let u = 0; u < run.users.length; u++) {
      for (let place = 0; place < Math.min(length, run.counts[u]); place++) {
        const at = u * length + place;
        items[at] = run.items[u * run.length + place];
        history.describe(run.users[u], items[at], row);
        scores[at] = coefficients.reduce((sum, value, i) => sum + value * row[i], 0);
      }
    }
    return { items, scores };
  });
  const shift = shiftFor(
    scored[0].scores.filter((score, at) => at % length === 0 && score > -Infinity),
    clickRate,
  );
  return scored.map(({ items, scores }) => ({
    length,
    items,
    attraction: Float32Array.from(scores, (score) => logistic(score + shift)),
    satisfaction: new Float32Array(scores.length).fill(satisfactionOfLog),
  }));
}

/** What has to be added to the scores so that their mean chance is `wanted`, by bisection. */
function shiftFor(scores: Float64Array, wanted: number): number {
  let [low, high] = [-60, 60];
  for (let round = 0; round < 80; round++) {
    const middle = (low + high) / 2;
    const mean = scores.reduce((sum, score) => sum + logistic(score + middle), 0) / Math.max(1, scores.length);
    if (mean < wanted) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
