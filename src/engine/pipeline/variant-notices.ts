import type { Variant } from '#shared/schemas/variant';
import type { TrainingView } from '../model/training-view';
import { filterNotes } from './filter-notes';
import { signalNotes } from './signal-uses';
import { sourceNotes } from './source-notes';

/**
 * What must be said about the signals, filters and sources of these variants beside their numbers.
 * @throws INVALID_ARGUMENT for a filter by an unknown column
 */
export const variantNotices = async (view: TrainingView, variants: readonly Variant[]): Promise<string[]> => [
  ...(await signalNotes(view, variants)),
  ...filterNotes(view, variants),
  ...(await sourceNotes(view, variants)),
];
