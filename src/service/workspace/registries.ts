import { z } from 'zod';
import { fusionMethods } from '#engine/candidates/fusion/registry';
import { candidateSources } from '#engine/candidates/registry';
import type { RegistryEntry } from '#engine/core/registry';
import { exportTargets } from '#engine/ranker-export/registry';
import { exportFormats } from '#engine/dataset/exporters/registry';
import { generatorPresets } from '#engine/dataset/generators/registry';
import { filesRead, recognisedNames } from '#engine/dataset/importers/plan-preset';
import { importPresets } from '#engine/dataset/importers/registry';
import { splitRegistry } from '#engine/dataset/splits/registry';
import { embeddingProviders } from '#engine/embeddings/registry';
import { metricConventions, publishDefinition } from '#engine/evaluate/metrics/definitions';
import { publishedMeasures } from '#engine/evaluate/trec/measures/published';
import { hasIdealList } from '#engine/evaluate/metrics/metric';
import { metricRegistry } from '#engine/evaluate/metrics/registry';
import { decisionEstimators } from '#engine/evaluate/off-policy/estimators/registry';
import { slateEstimators } from '#engine/evaluate/off-policy/slates/estimators/registry';
import { factorRegistry } from '#engine/factors/registry';
import { weightLearners } from '#engine/pipeline/learn/learners/registry';
import { sweepSearches } from '#engine/pipeline/sweep/search/registry';
import { reportFormats } from '#engine/report/formats/registry';
import { signalRegistry } from '#engine/rerank/registry';
import { signalKinds } from '#engine/rerank/signal-kinds/registry';
import type { Registries } from '#shared/schemas/system';
import { installFor } from '../embeddings/install';
import type { AnnSelection } from '../ann/ann-selection';

/** A registry entry for forms and help: parameters as JSON Schema. */
const describe = ({ id, label, description, params }: RegistryEntry): Registries['signals'][number] => ({
  id,
  label,
  description,
  params: z.toJSONSchema(params, { io: 'input', unrepresentable: 'any' }),
});

/** All registries, so that the interface never hard-codes a list. */
export function listRegistries(ann: AnnSelection): Registries {
  return {
    signals: signalRegistry.list().map(describe),
    signalKinds: signalKinds.list().map((kind) => ({ ...describe(kind), unit: kind.unit, asksService: kind.asksService === true })),
    candidateSources: candidateSources.list().map(describe),
    fusionMethods: fusionMethods.list().map((method) => ({ ...describe(method), formula: method.formula, source: method.source })),
    metrics: metricRegistry.list().map((metric) => {
      const { formula, source, range, cutoff, needs, aliases, dialectOf, edgePolicy, version } = publishDefinition(metric);
      return {
        ...describe(metric),
        formula,
        source,
        range,
        direction: metric.direction,
        scope: metric.scope,
        hasIdeal: hasIdealList(metric),
        cutoff,
        needs: [...needs],
        aliases: [...aliases],
        dialectOf: dialectOf ?? null,
        edgePolicy,
        version: String(version),
      };
    }),
    trecMeasures: publishedMeasures().map((measure) => ({ ...measure, families: [...measure.families] })),
    metricConventions: [...metricConventions],
    splits: splitRegistry.list().map(describe),
    embeddingProviders: embeddingProviders
      .list()
      .map((provider) => ({ ...describe(provider), explainsTexts: provider.explain !== undefined, install: installFor(provider.needs) })),
    factorMethods: factorRegistry.list().map(describe),
    indexBackends: ann.list().map(describe),
    sweepSearches: sweepSearches.list().map(describe),
    weightLearners: weightLearners.list().map((learner) => ({ ...describe(learner), usualResamples: learner.usualResamples })),
    decisionEstimators: decisionEstimators.list().map(describe),
    slateEstimators: slateEstimators.list().map(describe),
    reportFormats: reportFormats.list().map(describe),
    dataFormats: exportFormats.list().map((format) => ({ ...describe(format), tables: [...format.tables], holdsAll: format.holdsAll })),
    exportTargets: exportTargets.list().map(describe),
    importPresets: importPresets
      .list()
      .map((preset) => ({ ...describe(preset), layouts: recognisedNames(preset), reads: filesRead(preset) })),
    generatorPresets: generatorPresets.list().map((preset) => ({ ...describe(preset), defaults: preset.defaults })),
  };
}
