import type { ExperimentSummary } from '#shared/contract/experiment';
import type { ExperimentResult } from '#shared/schemas/experiment';

type VariantResult = ExperimentResult['variants'][number];

/** The part of a summary that never changes once a run is saved. */
export type ResultSummary = Pick<ExperimentSummary, 'variantNames' | 'bestVariant' | 'testUserCount' | 'metrics'>;

/** The numbers of the best variant by the first metric; a variant without a value never wins over one with. */
export function summarise({ variants, testUserCount }: Pick<ExperimentResult, 'variants' | 'testUserCount'>): ResultSummary {
  const first = variants[0]?.metrics[0]?.spec;
  const valueOf = (variant: VariantResult): number => variant.metrics.find(({ spec }) => spec === first)?.value ?? -Infinity;
  const best = variants.reduce<VariantResult | undefined>(
    (chosen, variant) => (chosen && valueOf(variant) <= valueOf(chosen) ? chosen : variant),
    undefined,
  );
  return {
    variantNames: variants.map(({ name }) => name),
    bestVariant: best?.name ?? '',
    testUserCount,
    metrics: (best?.metrics ?? []).map(({ spec, value }) => {
      const comparison = best?.comparisons.find((candidate) => candidate.spec === spec);
      return { spec, value, verdict: comparison?.verdict ?? null, reason: comparison?.reason ?? '' };
    }),
  };
}
