import { experimentConfigSchema, type ExperimentConfig } from '#shared/schemas/experiment';
import type { LabDocument } from './lab-document';

/** The Lab's document as a complete experiment: what Save runs and Export writes. */
export const labConfig = ({ variants, metrics, k, split, relevance, seed }: LabDocument): ExperimentConfig =>
  experimentConfigSchema.parse({
    variants: variants.map(({ variant }) => variant),
    metrics: [...metrics],
    listLength: Math.max(k, 10),
    split,
    relevance,
    seed,
  });
