import type { z } from 'zod';
import { withDistinctNames } from '#shared/distinct-names';
import { experimentConfigSchema, type ExperimentConfig } from '#shared/schemas/experiment';
import type { livePlanInputSchema } from '#shared/schemas/live';
import { parseOrThrow } from '#shared/validation';
import { completeVariant, shareDefinitions } from '../signals/complete-variants';
import type { SignalStore } from '../signals/signal-store';

/** The same with the definitions of the signals that its variants weigh. @throws INVALID_ARGUMENT naming what is wrong. */
export async function withDefinitions(config: ExperimentConfig, signals: SignalStore): Promise<ExperimentConfig> {
  const workspace = await signals.all();
  return { ...config, variants: config.variants.map((variant) => completeVariant(variant, workspace)) };
}

/** A position of the sliders as an experiment's configuration, with its variants as they are given. */
export const plainLiveConfig = (
  { split, relevance, variants, scoreTies, seed }: z.infer<typeof livePlanInputSchema>,
  metrics?: readonly string[],
): ExperimentConfig =>
  parseOrThrow(experimentConfigSchema, {
    ...{ split, relevance, variants: withDistinctNames(variants), scoreTies, seed, listLength: 1 },
    ...(metrics && { metrics }),
  });

/** The same with the definitions of all signals, which variants with the same candidates share. */
export async function liveConfig(
  signals: SignalStore,
  input: z.infer<typeof livePlanInputSchema>,
  metrics?: readonly string[],
): Promise<ExperimentConfig> {
  const config = await withDefinitions(plainLiveConfig(input, metrics), signals);
  return { ...config, variants: shareDefinitions(config.variants) };
}
