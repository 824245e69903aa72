import { RankLabError } from '#shared/errors';
import type { SensitivityCell, SensitivityFrame, SensitivitySettings } from '#shared/schemas/sensitivity';
import type { Variant } from '#shared/schemas/variant';
import { subtask, throwIfCancelled } from '../../core/cancellation';
import { directionSign } from '../../evaluate/metrics/direction';
import { parseMetricSpec } from '../../evaluate/metrics/metric-spec';
import { metricRegistry } from '../../evaluate/metrics/registry';
import { finiteOrNull } from '../../core/finite';
import type { TaskContext } from '../../ports';
import type { EvaluationBench, MeasureOptions } from '../evaluation-bench';
import { atAxis, axisValueOf, axisValues, coarseFirst, costOf } from './axes';
import { CellJudge } from './cell-verdict';
import type { Measured } from './list-meter';
import { RowSweep, type SweepInputs } from './row-sweep';

/** Positions whose change is counted where the metric has no cutoff. */
const defaultPositions = 10;
/** Share of the time for the candidates and signals of the variant as it is. */
const preparationShare = 0.1;

interface MapInputs {
  readonly variant: Variant;
  /** Undefined: cells are judged against the variant as it is. */
  readonly baseline: Variant | undefined;
  readonly settings: SensitivitySettings;
  readonly measure: MeasureOptions;
}

/** Told while the map is computed: the frame once, then every cell. */
interface MapListener {
  frame(frame: SensitivityFrame): void;
  cell(cell: SensitivityCell): void;
}

const rule = (confidence: number, name: string): string =>
  `A cell is judged by a paired t-test of its users against ${name} at ${100 * confidence}%, by itself: the outline shows where the verdict stays the same; it is not a search for the best cell`;

/**
 * A metric, the change of the lists and the verdict at every cell of a grid over two settings, coarse cells first. Every cell equals
 * a direct evaluation of the variant with these settings, to the last bit. @throws INVALID_ARGUMENT; CANCELLED.
 */
export async function sensitivityMap(
  bench: EvaluationBench,
  { variant, baseline, settings, measure }: MapInputs,
  listener: MapListener,
  context?: TaskContext,
): Promise<void> {
  const { x, y, confidence } = settings;
  const spec = parseMetricSpec(settings.metric);
  const metric = metricRegistry.get(spec.metricId);
  if (metric.scope !== 'user') {
    throw new RankLabError('INVALID_ARGUMENT', `${spec.spec} has no value for a single user`, { place: 'metric', value: spec.spec });
  }
  const [xs, ys] = [axisValues(x, 'x'), axisValues(y, 'y')];
  const [xNow, yNow] = [axisValueOf(variant, x, 'x'), axisValueOf(variant, y, 'y')];
  const k = settings.k ?? spec.cutoff ?? defaultPositions;
  const prepared = subtask(context, 0, preparationShare);
  const now = await bench.measure(variant, [spec], measure, prepared);
  const against = baseline ? await bench.measure(baseline, [spec], measure, prepared) : now;
  const judge = new CellJudge(against.evaluation.metrics[0].values, confidence, directionSign(spec));
  const here = judge.judge(now.evaluation.metrics[0].values);
  const name = baseline ? `“${baseline.name}”` : 'the variant as it is';
  listener.frame({
    ...{ metric: spec.spec, k, confidence, x: xs, y: ys },
    current: { x: xNow, y: yNow, value: finiteOrNull(now.evaluation.metrics[0].value), verdict: here.verdict },
    baseline: { name: baseline?.name ?? variant.name, value: finiteOrNull(against.evaluation.metrics[0].value) },
    pairCount: here.pairCount,
    measuredUserCount: bench.qrels.users.length,
    statements: [rule(confidence, name), `Change of lists: the share of the first ${k} positions that the variant as it is does not list`],
  });
  const reference = await bench.lists(variant, [parseMetricSpec(`hit_rate@${k}`)], measure);
  await sweep(
    { bench, spec, metric, k, reference, measure },
    { variant, x, y, xs, ys },
    judge,
    listener,
    subtask(context, preparationShare, 1),
  );
}

interface Grid {
  readonly variant: Variant;
  readonly x: SensitivitySettings['x'];
  readonly y: SensitivitySettings['y'];
  readonly xs: readonly number[];
  readonly ys: readonly number[];
}

/** Rows run along the setting that is cheaper to change. */
async function sweep(
  inputs: SweepInputs,
  { variant, x, y, xs, ys }: Grid,
  judge: CellJudge,
  listener: MapListener,
  context: TaskContext,
): Promise<void> {
  const turned = costOf(y) < costOf(x);
  const [inner, outer] = turned ? [y, x] : [x, y];
  const [innerValues, outerValues] = turned ? [ys, xs] : [xs, ys];
  const rows = new RowSweep(inputs, inner);
  let done = 0;
  const total = xs.length * ys.length;
  for (const { row, columns } of coarseFirst(outerValues.length, innerValues.length)) {
    throwIfCancelled(context);
    const atRow = atAxis(variant, outer, outerValues[row]);
    const cells = columns.map((column) => atAxis(atRow, inner, innerValues[column]));
    const onCell = (cell: number, { values, value, churn }: Measured): void => {
      const { difference, low, high, verdict } = judge.judge(values);
      listener.cell({
        index: turned ? columns[cell] * xs.length + row : row * xs.length + columns[cell],
        value: finiteOrNull(value),
        difference: finiteOrNull(difference),
        low: finiteOrNull(low),
        high: finiteOrNull(high),
        verdict,
        churn,
      });
    };
    const progress = subtask(context, done / total, (done + columns.length) / total);
    await rows.measure(cells, onCell, progress);
    done += columns.length;
    context.report?.(done / total, `${done} of ${total} cells`);
  }
}
