import type { Conventions } from '#shared/schemas/conventions';
import type { ExperimentConfig } from '#shared/schemas/experiment';
import type { Variant } from '#shared/schemas/variant';
import type { TrainingValues } from '../dataset/training-matrix';
import { parseMetricSpec } from '../evaluate/metrics/metric-spec';
import { metricRegistry } from '../evaluate/metrics/registry';
import { segmentCorrection } from '../evaluate/segments/segments';
import { runSourcesOf } from './run-uses';
import { signalUsesOf } from './signal-uses';

/** The conventions of a configuration's numbers, with every default filled in. */
export function conventionsOf(config: ExperimentConfig, trainValues: TrainingValues): Conventions {
  const { split, statistics } = config;
  return {
    version: 1,
    split: { id: split.id, params: split.params, validationFraction: split.validationFraction },
    timeTies: split.timeTies,
    trainValues,
    relevance: config.relevance,
    scoreTies: config.scoreTies,
    usersWithoutRelevant: config.countMissingAsZero ? 'zero' : 'excluded',
    average: 'users',
    variants: config.variants.map(({ candidates, ...variant }) => ({
      variant: variant.name,
      ...runConventions({ candidates }),
      ...signalConventions({ candidates, ...variant }),
      universe: candidates.universe,
      seenItems: candidates.removeSeen ? 'removed' : 'kept',
      coldUsers: candidates.coldUsers,
      depth: candidates.poolSize,
      deepens: candidates.deepens,
    })),
    metrics: config.metrics.map((text) => {
      const { spec, metricId, cutoff, params } = parseMetricSpec(text);
      const { version, dialectOf } = metricRegistry.get(metricId);
      return { spec, metricId, version, cutoff: cutoff ?? null, params: params as Record<string, unknown>, dialectOf: dialectOf ?? null };
    }),
    statistics: {
      confidence: statistics.confidence,
      bootstrapSamples: statistics.bootstrapSamples,
      permutations: statistics.permutations,
      correction: statistics.correction,
      segmentCorrection,
      looks: statistics.countLooks ? 'counted' : 'ignored',
    },
    seed: config.seed,
  };
}

/** Of the runs among the sources: which, and how their lists are read. */
function runConventions(variant: Pick<Variant, 'candidates'>): Pick<Conventions['variants'][number], 'runs'> {
  const runs = runSourcesOf(variant);
  return runs.length > 0 ? { runs } : {};
}

/** Of the defined signals that it weighs. */
function signalConventions(variant: Variant): Pick<Conventions['variants'][number], 'signals'> {
  const uses = signalUsesOf([variant]);
  return uses.length > 0 ? { signals: uses.map(({ id, hash, definition }) => ({ id, hash, knownAt: definition.knownAt })) } : {};
}
