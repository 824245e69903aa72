import type { z } from 'zod';
import { withDistinctNames } from '#engine/pipeline/distinct-names';
import { experimentConfigSchema, type ExperimentConfig } from '#shared/schemas/experiment';
import type { livePlanInputSchema } from '#shared/schemas/live';
import { parseOrThrow } from '#shared/validation';

/** A position of the sliders as an experiment's configuration. */
export const liveConfig = (
  { split, relevance, variants, scoreTies, seed }: z.infer<typeof livePlanInputSchema>,
  metrics?: readonly string[],
): ExperimentConfig =>
  parseOrThrow(experimentConfigSchema, {
    ...{ split, relevance, variants: withDistinctNames(variants), scoreTies, seed, listLength: 1 },
    ...(metrics && { metrics }),
  });
