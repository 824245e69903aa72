import { noParams } from '../../core/registry';
import type { MultiLabelColumn } from '../../model/dataset';
import type { TrainingView } from '../../model/training-view';
import { writeZeros, type Signal } from '../port';

/** Mean, over the item's categories, of the user's share of views in that category. */
export const categoryAffinity: Signal<Record<string, never>> = {
  id: 'category-affinity',
  label: 'Category affinity',
  description: 'How much of the user’s history lies in the video’s categories; for a seed video, the overlap of categories (Jaccard).',
  unit: 'share of history',
  input: 'categories',
  refresh: () => 'the user’s shares after each interaction, at least daily',
  params: noParams,
  unavailableBecause: (view) => (view.dataset.items.categories.labels.length > 0 ? undefined : 'The videos have no categories'),
  prepare(view) {
    const { categories } = view.dataset.items;
    const taste = new Float64Array(categories.labels.length);
    return {
      compute({ userRow, videoRow }, items, from, count, out, stride, offset) {
        if (userRow !== undefined) {
          fillTaste(view, userRow, taste);
          for (let c = from; c < from + count; c++) out[c * stride + offset] = meanTaste(categories, items[c], taste);
        } else if (videoRow !== undefined) {
          for (let c = from; c < from + count; c++) out[c * stride + offset] = overlap(categories, videoRow, items[c]);
        } else writeZeros(from, count, out, stride, offset);
      },
    };
  },
};

/** Shares of the user's training items per category; an item's weight is split evenly over its categories. */
export function fillTaste(view: TrainingView, userRow: number, taste: Float64Array): void {
  taste.fill(0);
  const { offsets, indices } = view.interactions;
  const { offsets: labelOffsets, codes } = view.dataset.items.categories;
  if (userRow >= view.interactions.rows) return;
  let total = 0;
  for (let p = offsets[userRow]; p < offsets[userRow + 1]; p++) {
    const start = labelOffsets[indices[p]];
    const end = labelOffsets[indices[p] + 1];
    if (end === start) continue;
    total++;
    for (let q = start; q < end; q++) taste[codes[q]] += 1 / (end - start);
  }
  if (total > 0) for (let label = 0; label < taste.length; label++) taste[label] /= total;
}

function meanTaste({ offsets, codes }: MultiLabelColumn, item: number, taste: Float64Array): number {
  const start = offsets[item];
  const end = offsets[item + 1];
  if (end === start) return 0;
  let sum = 0;
  for (let q = start; q < end; q++) sum += taste[codes[q]];
  return sum / (end - start);
}

function overlap({ offsets, codes }: MultiLabelColumn, a: number, b: number): number {
  let shared = 0;
  for (let p = offsets[a]; p < offsets[a + 1]; p++) for (let q = offsets[b]; q < offsets[b + 1]; q++) if (codes[p] === codes[q]) shared++;
  const union = offsets[a + 1] - offsets[a] + offsets[b + 1] - offsets[b] - shared;
  return union > 0 ? shared / union : 0;
}
