import { subtask } from '#engine/core/cancellation';
import { parseMetricSpecs } from '#engine/evaluate/metrics/metric-spec';
import { restrictQrels } from '#engine/evaluate/judgements/restrict-qrels';
import type { TrainingView } from '#engine/model/training-view';
import { EvaluationBench } from '#engine/pipeline/evaluation-bench';
import { labelsOf, listLengthFor } from '#engine/pipeline/run-experiment';
import { runUsesOf } from '#engine/pipeline/run-uses';
import { listsOfVariants } from '#engine/pipeline/shards/shard-lists';
import { usersOfShard } from '#engine/pipeline/shards/user-shards';
import { signalNotes, signalUsesOf } from '#engine/pipeline/signal-uses';
import { isSourceRanking } from '#engine/pipeline/source-ranking';
import type { Qrels } from '#engine/model/run';
import type { TaskContext } from '#engine/ports';
import type { ExperimentConfig } from '#shared/schemas/experiment';
import type { Shard, ShardPass } from '#shared/schemas/shard';
import { sharedThread } from '../../jobs/shared-thread';
import { prepareComparison, type ComparisonParts, type PreparedComparison } from '../prepare-comparison';
import { explainRun } from '../explain-variant';
import { ordersOf, splitOfOrder } from '../time-tie-range';
import type { ShardContent, ShardLists, ShardVariant } from './shard-file';
import { identityOf } from './shard-identity';

/** Share of the time for the lists under the split as it is configured, where other orders are measured, too. */
const modelsShare = 0.2;

/**
 * One shard of a comparison: the lists of its users under every variant, with what explains them. No metric is computed, hence no look at the
 * test part. @throws as a comparison does: INVALID_ARGUMENT, NOT_BUILT, LEAKAGE, CANCELLED.
 */
export async function measureShard(
  parts: ComparisonParts,
  given: ExperimentConfig,
  shard: Shard,
  context?: TaskContext,
): Promise<ShardContent> {
  const prepared = await prepareComparison(parts, given);
  const { config, settings } = prepared;
  const { side, view, qrels } = await parts.caches.judged(config, settings, subtask(sharedThread(context), 0, modelsShare));
  await requireNoLeak(prepared, { side, view, qrels });
  const identity = identityOf(parts, prepared, { side, dataset: view.dataset });
  const measured: { pass: ShardPass; lists: ShardLists }[] = [];
  const asked = passesOf(config, side);
  for (const [p, { order, quick }] of asked.entries()) {
    const share = (1 - modelsShare) / asked.length;
    const task = subtask(sharedThread(context), modelsShare + share * p, modelsShare + share * (p + 1));
    const lists = await listsOf(parts, prepared, shard, { order, quick }, task);
    const described = lists.variants.map(({ run, explained }) => ({
      length: run.length,
      signals: explained ? [...explained.signals] : null,
    }));
    measured.push({ pass: { order, quick, variants: described }, lists });
  }
  return {
    passes: measured.map(({ lists }) => lists),
    header: {
      format: 'ranklab-shard',
      formatVersion: 1,
      shard,
      identity,
      workspace: parts.workspace.store.path,
      config: given,
      reportLength: reportLengthOf(config),
      userCount: measured[0]?.lists.users.length ?? 0,
      testUserCount: qrels.users.length,
      passes: measured.map(({ pass }) => pass),
    },
  };
}

export const reportLengthOf = (config: ExperimentConfig): number => listLengthFor(parseMetricSpecs(config.metrics), config.listLength);

/** In full once, and for means alone under every order of interactions at one moment, where histories are cut between such. */
function passesOf(config: ExperimentConfig, side: Parameters<typeof ordersOf>[1]): Pick<ShardPass, 'order' | 'quick'>[] {
  const orders = ordersOf(config, side);
  return [{ order: 0, quick: false }, ...orders.map((order) => ({ order, quick: true }))];
}

/** A leak is found before the work. Binds foreign runs to the data, too. */
async function requireNoLeak(
  { config }: PreparedComparison,
  { side, view, qrels }: { side: Parameters<typeof labelsOf>[1]; view: TrainingView; qrels: Qrels },
): Promise<void> {
  const runs = await runUsesOf(view, qrels, config.variants);
  const found = { runs, signals: signalUsesOf(config.variants), signalNotices: await signalNotes(view, config.variants) };
  labelsOf({ view }, side, found, config.acceptLeakage);
}

async function listsOf(
  { caches }: ComparisonParts,
  { config, settings }: PreparedComparison,
  shard: Shard,
  { order, quick }: Pick<ShardPass, 'order' | 'quick'>,
  context: TaskContext,
): Promise<ShardLists> {
  const ordered = order === 0 ? config : { ...config, split: splitOfOrder(config, order) };
  const { view, qrels } = await caches.judged(ordered, settings, subtask(context, 0, order === 0 ? 0 : 0.5));
  const users = usersOfShard(view.dataset.users.ids.ids, qrels.users, shard);
  if (users.length === 0) return { users, variants: config.variants.map(() => emptyLists()) };
  const bench = new EvaluationBench(view, restrictQrels(qrels, users), caches.budgetBytes(), undefined, qrels);
  await runUsesOf(view, qrels, config.variants);
  const specs = parseMetricSpecs(config.metrics);
  const work = subtask(context, order === 0 ? 0 : 0.5, 1);
  const lists = await listsOfVariants(bench, specs, config, quick, subtask(work, 0, quick ? 1 : 0.9));
  if (quick) return { users, variants: lists };
  const length = reportLengthOf(config);
  const explained: ShardVariant[] = [];
  for (const [v, made] of lists.entries()) {
    const variant = config.variants[v];
    if (variant === undefined || isSourceRanking(variant)) explained.push(made);
    else explained.push({ ...made, explained: await explainRun(bench, variant, made.run, length, subtask(work, 0.9, 1)) });
  }
  return { users, variants: explained };
}

/** Of a shard without test users. */
const emptyLists = (): ShardVariant => ({
  run: { users: new Int32Array(0), length: 1, counts: new Int32Array(0), items: new Int32Array(0), scores: new Float64Array(0) },
  fallbacks: new Uint8Array(0),
});
