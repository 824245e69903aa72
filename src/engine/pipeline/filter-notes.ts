import { parseCondition } from '#shared/conditions';
import type { Variant } from '#shared/schemas/variant';
import type { TrainingView } from '../model/training-view';
import { allowedByColumns } from '../rerank/filters';

/**
 * What must be said about filters by columns of the catalogue's file: how many videos pass, and that nobody declares what such a column has known.
 * @throws INVALID_ARGUMENT for an unknown column, or a value of another type than the column's.
 */
export function filterNotes({ dataset }: Pick<TrainingView, 'dataset'>, variants: readonly Variant[]): string[] {
  const { items } = dataset;
  const namesOf = new Map<string, string[]>();
  for (const { name, filters } of variants) for (const text of filters.where ?? []) namesOf.set(text, [...(namesOf.get(text) ?? []), name]);
  return [...namesOf].flatMap(([text, names]) => {
    const column = parseCondition(text)?.column ?? '';
    const passing = allowedByColumns(items, { where: [text] })?.reduce((sum, pass) => sum + pass, 0);
    const counts = `Filter “${text}” of ${names.join(', ')} lets ${passing} of ${items.ids.size} videos through`;
    if (!Object.hasOwn(items.columns, column)) return [counts];
    return [`${counts}; what the column ${column} has known is not declared: whether it has seen the test period cannot be told`];
  });
}
