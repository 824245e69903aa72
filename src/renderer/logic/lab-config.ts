import { experimentConfigSchema, type ExperimentConfig } from '#shared/schemas/experiment';
import { variantSchema } from '#shared/schemas/variant';
import type { LabDocument } from './lab-document';
import { parseMetricSpec } from './metric-spec';

/** The Lab's document as a complete experiment: what Save runs and Export writes. */
export const labConfig = ({ variants, metrics, k, split, relevance, scoreTies, seed }: LabDocument): ExperimentConfig =>
  experimentConfigSchema.parse({
    variants: variants.map(({ variant }) => variant),
    metrics: [...metrics],
    listLength: Math.max(k, ...metrics.map((spec) => parseMetricSpec(spec).cutoff ?? 0)),
    split,
    relevance,
    scoreTies,
    seed,
  });

/** A saved configuration as the Lab's document. */
export const documentOf = ({ variants, metrics, split, relevance, scoreTies, seed }: ExperimentConfig): LabDocument => ({
  variants: variants.map((variant, index) => ({ key: `v${index + 1}`, variant: variantSchema.parse(variant) })),
  metrics,
  k: parseMetricSpec(metrics[0] ?? '').cutoff ?? 10,
  split,
  relevance,
  scoreTies,
  seed,
});
