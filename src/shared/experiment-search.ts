import type { ExperimentSummary } from './contract/experiment';

/** Whether a run has the words in its name, notes or variants, in any order. */
export function matchesExperiment(
  { name, notes, variantNames }: Pick<ExperimentSummary, 'name' | 'notes' | 'variantNames'>,
  search: string,
): boolean {
  const text = [name, notes, ...variantNames].join(' ').toLowerCase();
  return search
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}
