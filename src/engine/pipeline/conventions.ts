import type { Conventions, TimeTies } from '#shared/schemas/conventions';
import type { ExperimentConfig } from '#shared/schemas/experiment';
import type { Variant } from '#shared/schemas/variant';
import type { TrainingValues } from '../dataset/training-matrix';
import { candidateSources } from '../candidates/registry';
import { parseParams } from '../core/registry';
import { splitRegistry } from '../dataset/splits/registry';
import { parseMetricSpec } from '../evaluate/metrics/metric-spec';
import { metricRegistry } from '../evaluate/metrics/registry';
import { segmentCorrection } from '../evaluate/segments/segments';
import { runSourcesOf } from './run-uses';
import { signalUsesOf } from './signal-uses';

/** Rules of interactions at one moment that a seed decides. */
const isDrawn: Readonly<Record<TimeTies, boolean>> = { id: false, row: false, all: false, random: true };

/** The conventions of a configuration's numbers, with every default filled in. */
export function conventionsOf(config: ExperimentConfig, trainValues: TrainingValues): Conventions {
  const { split, statistics } = config;
  return {
    version: 1,
    split: { id: split.id, params: appliedParams(split), validationFraction: split.validationFraction },
    timeTies: split.timeTies,
    ...(isDrawn[split.timeTies] && { timeTieSeed: split.timeTieSeed ?? config.seed }),
    timeTieOrders: config.timeTieOrders,
    fittedOn: config.fittedOn ?? 'training',
    trainValues,
    relevance: config.relevance,
    scoreTies: config.scoreTies,
    usersWithoutRelevant: config.countMissingAsZero ? 'zero' : 'excluded',
    average: 'users',
    variants: config.variants.map(({ candidates, ...variant }) => ({
      variant: variant.name,
      sources: candidates.sources.map(({ id, params }) => ({
        id,
        params: parseParams(candidateSources.get(id, 'candidates'), params, id) as Record<string, unknown>,
      })),
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
      segments: config.segments,
      looks: statistics.countLooks ? 'counted' : 'ignored',
    },
    seed: config.seed,
  };
}

/** With the defaults of the split filled in. */
const appliedParams = ({ id, params }: ExperimentConfig['split']): Record<string, unknown> =>
  parseParams(splitRegistry.get(id, 'split.id'), params, 'split.params') as Record<string, unknown>;

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
