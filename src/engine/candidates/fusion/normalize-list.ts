import { z } from 'zod';

export const listNormalizationSchema = z
  .enum(['min-max', 'max', 'sum', 'z-score', 'rank', 'none'])
  .meta({ labels: { 'min-max': 'Min–max', 'z-score': 'z-score', rank: 'Rank', none: 'Scores as they are' } })
  .default('min-max')
  .describe('How the scores of each source are made comparable before they are combined');
export type ListNormalization = z.infer<typeof listNormalizationSchema>;

/** Smallest divisor, as in ranx: a list of equal scores becomes 0 by min-max, sum and z-score. */
const smallest = 1e-9;

/**
 * A list's scores on a common scale, as ranx defines it: min-max (s − min) / (max − min); max s / max; sum (s − min) / Σ (s − min);
 * z-score (s − mean) / population standard deviation; rank 1 − i / n for the i-th of n entries, counted from 0.
 */
export function normalizeList(scores: Float64Array, normalization: ListNormalization): Float64Array {
  if (normalization === 'none' || scores.length === 0) return scores;
  const count = scores.length;
  if (normalization === 'rank') return scores.map((_, i) => 1 - i / count);
  let [low, high, sum] = [Infinity, -Infinity, 0];
  for (const score of scores) {
    low = Math.min(low, score);
    high = Math.max(high, score);
    sum += score;
  }
  if (normalization === 'max') return scores.map((score) => score / Math.max(high, smallest));
  if (normalization === 'min-max') return scores.map((score) => (score - low) / Math.max(high - low, smallest));
  if (normalization === 'sum') return scores.map((score) => (score - low) / Math.max(sum - low * count, smallest));
  const mean = sum / count;
  let squares = 0;
  for (const score of scores) squares += (score - mean) ** 2;
  const deviation = Math.max(Math.sqrt(squares / count), smallest);
  return scores.map((score) => (score - mean) / deviation);
}
