import type { ExperimentConfig } from '#shared/schemas/experiment';
import type { Specification } from '#shared/schemas/multiverse';
import { subtask, throwIfCancelled } from '../../core/cancellation';
import type { TrainingValues } from '../../dataset/training-matrix';
import { compareEvaluations } from '../../evaluate/comparison/compare';
import { adjustFamily } from '../../evaluate/comparison/verdict';
import { parseMetricSpecs } from '../../evaluate/metrics/metric-spec';
import type { Evaluation } from '../../model/evaluation';
import type { TrainingView } from '../../model/training-view';
import type { TaskContext } from '../../ports';
import { takePrepared } from '../../candidates/prepared';
import { conventionsOf } from '../conventions';
import { EvaluationBench } from '../evaluation-bench';
import type { MeasuredRun } from '../measured-run';
import { labelsOf, qrelsOf } from '../run-experiment';
import { runUsesOf } from '../run-uses';
import { signalUsesOf } from '../signal-uses';
import { variantNotices } from '../variant-notices';
import type { Side } from '../sides';
import { effectOf } from './effect';
import { configOfSetting, metricText, type Setting } from './setting';
import type { Combination, Specifications } from './specifications';

/** A training side with the models fitted on it. */
interface FittedSide {
  readonly side: Side;
  readonly view: TrainingView;
}

interface MultiversePorts {
  readonly limitBytes: number;
  readonly fit: (config: ExperimentConfig, trainValues: TrainingValues, context?: TaskContext) => Promise<FittedSide>;
  /** Called once for every training side and relevance rule with the tests made on it. */
  readonly noteLook?: (side: Side, config: ExperimentConfig, tests: number) => void;
}

interface MeasuredMultiverse {
  readonly specifications: Specification[];
  readonly labels: string[];
}

/** Share of a specification's time for models, judgements and lists. */
const listsShare = 0.6;

/**
 * Measures the chosen combinations. Models are fitted once per split, pools are made once per universe, and each metric is read off the
 * same lists; every effect equals, to the last bit, that of a direct comparison with the same settings.
 * @throws CANCELLED between lists and between comparisons; LEAKAGE.
 */
export async function runMultiverse(
  specifications: Specifications,
  indices: readonly number[],
  ports: MultiversePorts,
  context?: TaskContext,
): Promise<MeasuredMultiverse> {
  const shelf = new SideShelf(ports);
  const labels = new Set<string>();
  const found: Specification[] = [];
  for (const group of groupsOf(indices.map((index) => specifications.at(index)))) {
    const part = subtask(context, found.length / indices.length, (found.length + group.length) / indices.length);
    throwIfCancelled(part);
    const { config, trainValues } = group[0].setting;
    const { side, bench } = await shelf.bench(config, trainValues, subtask(part, 0, listsShare / 2));
    const measured = await measureGroup(bench, group, subtask(part, listsShare / 2, listsShare));
    const runs = await runUsesOf(bench.view, bench.qrels, config.variants);
    const uses = { runs, signals: signalUsesOf(config.variants), signalNotices: await variantNotices(bench.view, config.variants) };
    for (const label of labelsOf(bench, side, uses, config.acceptLeakage)) labels.add(label);
    ports.noteLook?.(
      side,
      { ...config, metrics: group.map(({ setting }) => metricText(setting.metric)) },
      group.length * (measured.length - 1),
    );
    for (const combination of group) {
      await part.yieldToEventLoop?.();
      throwIfCancelled(part);
      found.push({
        ...{ options: [...combination.options], asked: combination.asked },
        testUserCount: bench.qrels.users.length,
        splitFingerprint: side.fingerprint,
        conventions: conventionsOf(configOfSetting(combination.setting), trainValues),
        effects: effectsOf(combination.setting, measured),
      });
      context?.report?.(found.length / indices.length, `specification ${found.length} of ${indices.length}`);
    }
  }
  return { specifications: found, labels: [...labels] };
}

/** Neighbours that differ only in what is read off the same lists. */
function groupsOf(combinations: readonly Combination[]): Combination[][] {
  const groups = new Map<string, Combination[]>();
  for (const combination of combinations) {
    const { config, trainValues } = combination.setting;
    const key = JSON.stringify([config, trainValues]);
    const group = groups.get(key);
    if (group) group.push(combination);
    else groups.set(key, [combination]);
  }
  return [...groups.values()];
}

async function measureGroup(bench: EvaluationBench, group: readonly Combination[], context?: TaskContext): Promise<MeasuredRun[]> {
  const { config } = group[0].setting;
  const specs = parseMetricSpecs(group.map(({ setting }) => metricText(setting.metric)));
  const { countMissingAsZero, scoreTies, seed, variants } = config;
  const measured: MeasuredRun[] = [];
  for (const [v, variant] of variants.entries()) {
    throwIfCancelled(context);
    const part = subtask(context, v / variants.length, (v + 1) / variants.length);
    measured.push(await bench.measure(variant, specs, { countMissingAsZero, scoreTies, seed }, part));
  }
  return measured;
}

/** Every variant against the first by one metric: a family of its own, as in a comparison that is asked for this metric. */
function effectsOf({ config, metric }: Setting, [baseline, ...others]: readonly MeasuredRun[]): Specification['effects'] {
  const { spec } = parseMetricSpecs([metricText(metric)])[0];
  const settings = { ...config.statistics, seed: config.seed, testCount: others.length };
  const comparisons = others.flatMap(({ evaluation }) =>
    compareEvaluations(only(baseline.evaluation, spec), only(evaluation, spec), settings),
  );
  return adjustFamily(comparisons, config.statistics).map((comparison, o) => effectOf(config.variants[o + 1].name, comparison));
}

const only = (evaluation: Evaluation, spec: string): Evaluation => ({
  ...evaluation,
  metrics: evaluation.metrics.filter((metric) => metric.spec === spec),
});

/** The models and candidates of the current training side; those of earlier ones are released. */
class SideShelf {
  #fitted: (FittedSide & { readonly key: string; readonly benches: Map<string, EvaluationBench> }) | undefined;

  constructor(private readonly ports: MultiversePorts) {}

  async bench(
    config: ExperimentConfig,
    trainValues: TrainingValues,
    context?: TaskContext,
  ): Promise<{ readonly side: Side; readonly bench: EvaluationBench }> {
    const key = JSON.stringify([config.split, trainValues]);
    if (this.#fitted?.key !== key) {
      const before = this.#fitted;
      before?.benches.values().next().value?.release();
      const fitted = await this.ports.fit(config, trainValues, context);
      // Of one training side: only the factors differ by the values of its cells.
      if (before?.side.fingerprint === fitted.side.fingerprint) takePrepared(fitted.view, before.view);
      this.#fitted = { key, benches: new Map(), ...fitted };
    }
    const { side, view, benches } = this.#fitted;
    const removeSeen = config.variants.every(({ candidates }) => candidates.removeSeen);
    const judgements = JSON.stringify([config.relevance, removeSeen]);
    let bench = benches.get(judgements);
    if (!bench) {
      const qrels = qrelsOf(view.dataset, side, view, config);
      const sharing = benches.values().next().value;
      bench = sharing ? sharing.judgedBy(qrels) : new EvaluationBench(view, qrels, this.ports.limitBytes);
      benches.set(judgements, bench);
    }
    return { side, bench };
  }
}
