import { experimentConfigSchema, type ExperimentConfig } from '#shared/schemas/experiment';
import { variantSchema } from '#shared/schemas/variant';
import type { NumberNote } from '#shared/schemas/number-note';
import type { LabDocument } from './lab-document';
import { notesFromSaved } from './lab-notes';
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
export function documentOf(
  { variants: configured, metrics, split, relevance, scoreTies, seed }: ExperimentConfig,
  notes: readonly NumberNote[] = [],
): LabDocument {
  const variants = configured.map((variant, index) => ({ key: `v${index + 1}`, variant: variantSchema.parse(variant) }));
  return {
    variants,
    metrics,
    k: parseMetricSpec(metrics[0] ?? '').cutoff ?? 10,
    split,
    relevance,
    scoreTies,
    seed,
    numberNotes: notesFromSaved(notes, variants),
  };
}
