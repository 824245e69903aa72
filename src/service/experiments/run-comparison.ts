import { subtask } from '#engine/core/cancellation';
import { metricSources } from '#engine/evaluate/metrics/metric-spec';
import type { ExperimentReport, VariantReport } from '#engine/model/experiment-report';
import type { EvaluationBench } from '#engine/pipeline/evaluation-bench';
import { describeExperiment, labelsOf, listLengthFor, measureVariants } from '#engine/pipeline/run-experiment';
import type { VariantOutcome } from '#engine/pipeline/variant-outcome';
import type { TaskContext } from '#engine/ports';
import type { ExperimentConfig } from '#shared/schemas/experiment';
import type { BuildSettings } from '#shared/schemas/model';
import type { NumberNote } from '#shared/schemas/number-note';
import { sharedThread } from '../jobs/shared-thread';
import { configurationKey } from './configuration-key';
import type { Prepared } from './evaluation-caches';
import { explainVariants } from './explain-variant';
import { recordLook, type Looks } from './looks';
import { prepareComparison, type ComparisonParts, type PreparedComparison } from './prepare-comparison';
import { exactTestPart, testPartOf } from './test-part';
import { withTimeTieRange } from './time-tie-range';

/** Lists that the shards of a comparison have made. */
export interface PrecomputedLists {
  /** A bench with these lists in place of making them. @throws CONFLICT where they belong to other data or settings. */
  bench(order: number, prepared: Prepared, comparison: PreparedComparison): EvaluationBench;
  explained(outcomes: readonly VariantOutcome[], length: number): VariantReport[];
}

/** Default: the models and looks of the workspace, and lists made here. */
export interface RunOptions {
  readonly models?: BuildSettings;
  readonly looks?: Looks;
  /** How the data was read, said first. */
  readonly statements?: readonly string[];
  readonly lists?: PrecomputedLists;
  /** On the numbers, for the files. */
  readonly notes?: readonly NumberNote[];
}

/** Everything about one configuration, ready for every report format. Counts as a look at the test side. */
export async function runComparison(
  parts: ComparisonParts,
  given: ExperimentConfig,
  context?: TaskContext,
  { models: asked, looks, statements = [], lists, notes = [] }: RunOptions = {},
): Promise<ExperimentReport> {
  const { workspace, models, caches } = parts;
  const comparison = await prepareComparison(parts, given, asked);
  const { config, settings } = comparison;
  const plan = await caches.plan(config, settings);
  const prepared = await caches.prepare(config, settings, plan, false, subtask(sharedThread(context), 0, 0.3));
  const { side } = prepared;
  const bench = lists?.bench(0, prepared, comparison) ?? prepared.bench;
  const { dataset } = bench.view;
  const kept = looks ?? { ledger: workspace.store.ledger, shown: true };
  const look = configurationKey(config);
  const part = looks ? exactTestPart(side) : testPartOf(side, config, dataset);
  const testsElsewhere = config.statistics.countLooks ? (kept.ledger?.testsBefore(part, look) ?? 0) : 0;
  const measured = await measureVariants(bench, { ...config, testsElsewhere }, subtask(sharedThread(context), 0.3, 0.9));
  const testLooks = recordLook(kept, part, look, Math.max(1, measured.familySize - testsElsewhere));
  const indexDescription = models.indexDescription(side.scope);
  const trainValues = settings.factors.values;
  const described = describeExperiment(config, { bench, side, measured, indexDescription, testLooks, trainValues });
  const benchOf = lists && ((order: number, other: Prepared) => lists.bench(order, other, comparison));
  const ranged = await withTimeTieRange(caches, config, settings, { side, bench }, described.variants, sharedThread(context), benchOf);
  const result = { ...described, statements: [...statements, ...described.statements], variants: ranged };
  const length = listLengthFor(measured.specs, config.listLength);
  const variants =
    lists?.explained(measured.outcomes, length) ??
    (await explainVariants(bench, config.variants, measured.outcomes, length, subtask(sharedThread(context), 0.9, 1)));
  return {
    config,
    result,
    notes,
    sources: metricSources(measured.specs),
    labels: labelsOf(bench, side, measured, config.acceptLeakage),
    userIds: dataset.users.ids.ids,
    itemIds: dataset.items.ids.ids,
    itemTitles: dataset.items.titles,
    qrels: bench.qrels,
    variants,
  };
}
