import type { ExperimentSummary } from '#shared/contract/experiment';
import type { Variant } from '#shared/schemas/variant';

/** Settings that are listed with a run, besides weights and parameters of signals. */
const listed = [
  'normalization',
  'mmrLambda',
  'candidates.poolSize',
  'candidates.universe',
  'candidates.coldUsers',
  'candidates.removeSeen',
  'candidates.deepens',
  'candidates.merge.id',
  'candidates.merge.k',
  'filters.maxPerCreator',
];

/** Weights, parameters of signals and the settings of the pool, by path: `weights.popularity`. Lists and missing values are left out. */
export function variantSettings(variant: Partial<Variant> | undefined): ExperimentSummary['settings'] {
  const settings: ExperimentSummary['settings'] = {};
  const visit = (value: unknown, path: string): void => {
    if (typeof value === 'number' || typeof value === 'string' || typeof value === 'boolean') settings[path] = value;
    else if (value !== null && typeof value === 'object' && !Array.isArray(value))
      for (const [key, inner] of Object.entries(value)) visit(inner, `${path}.${key}`);
  };
  visit(variant?.weights, 'weights');
  visit(variant?.signalParams, 'signalParams');
  for (const path of listed) {
    const value = path
      .split('.')
      .reduce<unknown>(
        (inner, step) => (inner !== null && typeof inner === 'object' ? (inner as Record<string, unknown>)[step] : undefined),
        variant,
      );
    visit(value, path);
  }
  return settings;
}
