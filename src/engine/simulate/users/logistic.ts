import { invertPositiveDefinite } from '../../core/linear-algebra/cholesky';

export const logistic = (x: number): number => 1 / (1 + Math.exp(-x));

/**
 * Coefficients of a logistic regression with a ridge penalty, by Newton's method. For a few features.
 * @param features row by row, `width` numbers each
 * @param labels 0 or 1
 */
export function fitLogistic(features: Float64Array, labels: Uint8Array, width: number, ridge = 1): Float64Array {
  const coefficients = new Float64Array(width);
  for (let round = 0; round < 50; round++) {
    const gradient = coefficients.map((value) => -ridge * value);
    const curvature = new Float64Array(width * width);
    for (let i = 0; i < width; i++) curvature[i * width + i] = ridge;
    for (let row = 0; row < labels.length; row++) addRow(features, row * width, labels[row], coefficients, gradient, curvature);
    invertPositiveDefinite(curvature, width);
    let largest = 0;
    const step = coefficients.map((_, i) => {
      let sum = 0;
      for (let j = 0; j < width; j++) sum += curvature[i * width + j] * gradient[j];
      largest = Math.max(largest, Math.abs(sum));
      return sum;
    });
    // Newton steps of a logistic regression can overshoot from afar.
    const scale = largest > 5 ? 5 / largest : 1;
    for (let i = 0; i < width; i++) coefficients[i] += scale * step[i];
    if (largest < 1e-9) break;
  }
  return coefficients;
}

function addRow(
  features: Float64Array,
  at: number,
  label: number,
  coefficients: Float64Array,
  gradient: Float64Array,
  curvature: Float64Array,
): void {
  const width = coefficients.length;
  let score = 0;
  for (let i = 0; i < width; i++) score += coefficients[i] * features[at + i];
  const chance = logistic(score);
  const weight = chance * (1 - chance);
  for (let i = 0; i < width; i++) {
    gradient[i] += (label - chance) * features[at + i];
    for (let j = 0; j < width; j++) curvature[i * width + j] += weight * features[at + i] * features[at + j];
  }
}

/** Chance that a random positive scores above a random negative; ties count half. */
export function areaUnderCurve(scores: Float64Array, labels: Uint8Array): number {
  const order = Array.from(scores.keys()).sort((a, b) => scores[a] - scores[b]);
  let [rankSum, positives] = [0, 0];
  for (let from = 0; from < order.length;) {
    let to = from;
    while (to < order.length && scores[order[to]] === scores[order[from]]) to++;
    for (let i = from; i < to; i++) {
      if (labels[order[i]] === 0) continue;
      positives++;
      rankSum += (from + to + 1) / 2;
    }
    from = to;
  }
  const negatives = labels.length - positives;
  return positives === 0 || negatives === 0 ? NaN : (rankSum - (positives * (positives + 1)) / 2) / (positives * negatives);
}
