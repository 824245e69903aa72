import { z } from 'zod';
import type { Dataset } from '../model/dataset';
import { labelsAt } from '../core/containers/label-columns';

/** The text fields of an item, in reading order. */
export const itemFields = ['title', 'tags', 'categories', 'description', 'creator'] as const;
type ItemField = (typeof itemFields)[number];

const weight = (value: number): z.ZodDefault<z.ZodNumber> => z.number().min(0).max(100).default(value);

/** Weight of words per field; 0 excludes a field. */
export const fieldWeightsSchema = z.strictObject({
  title: weight(3),
  tags: weight(2),
  categories: weight(2),
  description: weight(1),
  creator: weight(0),
});
export type FieldWeights = z.infer<typeof fieldWeightsSchema>;

export const describeRecipe = (weights: FieldWeights): string =>
  itemFields
    .filter((field) => weights[field] > 0)
    .map((field) => `${field} × ${weights[field]}`)
    .join(' + ');

/** The text of one field of one item; empty when not given. */
export function fieldText({ items }: Dataset, row: number, field: ItemField): string {
  switch (field) {
    case 'title':
      return items.titles[row] ?? '';
    case 'description':
      return items.descriptions[row] ?? '';
    case 'tags':
      return (items.tags[row] ?? []).join(' | ');
    case 'categories':
      return labelsAt(items.categories, row).join(' | ');
    case 'creator':
      return items.creators.codes[row] >= 0 ? items.creators.labels[items.creators.codes[row]] : '';
  }
}

/** A line per non-empty field; empty for an item without text. */
export const itemText = (dataset: Dataset, row: number, fields: readonly ItemField[]): string =>
  fields
    .map((field) => fieldText(dataset, row, field).trim())
    .filter((text) => text !== '')
    .join('\n');

export const itemTexts = (dataset: Dataset, fields: readonly ItemField[]): string[] =>
  Array.from({ length: dataset.items.ids.size }, (_, row) => itemText(dataset, row, fields));
