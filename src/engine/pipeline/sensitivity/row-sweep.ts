import type { SensitivityAxis } from '#shared/schemas/sensitivity';
import type { Variant } from '#shared/schemas/variant';
import { subtask, throwIfCancelled } from '../../core/cancellation';
import type { UserMetric } from '../../evaluate/metrics/metric';
import { parseMetricSpec, type MetricSpec } from '../../evaluate/metrics/metric-spec';
import type { Run } from '../../model/run';
import type { TaskContext } from '../../ports';
import { MovingWeight } from '../../rerank/slider/moving-weight';
import { emptyRun, Ranker } from '../../rerank/ranker';
import type { EvaluationBench, MeasureOptions } from '../evaluation-bench';
import { deepestPosition, limitsOf } from '../measured-lists';
import { isSourceRanking } from '../source-ranking';
import { Churn, meanChurn } from './churn';
import { ListMeter, meanOf, measureWhole, type Measured, type MeterInputs } from './list-meter';

export interface SweepInputs {
  readonly bench: EvaluationBench;
  readonly spec: MetricSpec;
  readonly metric: UserMetric;
  readonly k: number;
  /** Lists that churn is measured against. */
  readonly reference: Run;
  readonly measure: MeasureOptions;
}

/** Lists that are the best scores of one set of pools, so that one weight can move through them. */
interface Moving {
  readonly ranker: Ranker;
  readonly weight: MovingWeight;
}

/** Users between two turns of the event loop. */
const blockSize = 512;

/**
 * Measures rows of variants that differ in one setting. Where that is a weight, every user is taken through the whole row before the
 * next one, so that the user's candidates stay in the processor's cache, and only a list that changes is measured again.
 */
export class RowSweep {
  readonly #churn: Churn;
  readonly #specs: readonly MetricSpec[];
  #moving: Moving | undefined;

  constructor(
    private readonly inputs: SweepInputs,
    private readonly axis: SensitivityAxis,
  ) {
    const { bench, spec, k, reference } = inputs;
    this.#churn = new Churn(reference, k, bench.view.dataset.items.ids.size);
    // As deep as the metric and the churn read.
    this.#specs = [spec, parseMetricSpec(`hit_rate@${k}`)];
  }

  /** The cells of one row in their order; `onCell` is called for each. */
  async measure(cells: readonly Variant[], onCell: (cell: number, measured: Measured) => void, context: TaskContext): Promise<void> {
    const [first] = cells;
    const moving = first && !cells.some(isSourceRanking) ? await this.#movingFor(first, context) : undefined;
    if (moving) return this.#measureMoving(moving, cells, onCell, context);
    const { bench, measure } = this.inputs;
    for (const [c, cell] of cells.entries()) {
      throwIfCancelled(context);
      const part = subtask(context, c / cells.length, (c + 1) / cells.length);
      onCell(c, measureWhole(this.#meterInputs(cell), await bench.lists(cell, this.#specs, measure, part), this.#churn));
      context.report?.((c + 1) / cells.length);
      await context.yieldToEventLoop?.();
    }
  }

  /** Undefined where a list is more than its best scores, or equal scores have a rule of their own. */
  async #movingFor(variant: Variant, context: TaskContext): Promise<Moving | undefined> {
    const { bench, measure } = this.inputs;
    if (this.axis.kind !== 'weight' || measure.scoreTies !== 'row') return undefined;
    await bench.prepare(variant, subtask(context, 0, 0));
    const depth = deepestPosition(this.#specs, limitsOf(variant, bench.view), bench.qrels);
    const ranker = await bench.rankerFor(variant, depth);
    if (!ranker.takesBestScores || !MovingWeight.fits(ranker)) return undefined;
    const signal = ranker.tensor.signalIds.indexOf(this.axis.signal);
    const last = this.#moving;
    if (last && last.ranker.normalized === ranker.normalized && last.ranker.selector.length === depth) last.weight.follow(ranker, signal);
    else this.#moving = { ranker, weight: new MovingWeight(ranker, signal) };
    return this.#moving;
  }

  async #measureMoving(
    { ranker: { tensor, normalized, space, selector }, weight }: Moving,
    cells: readonly Variant[],
    onCell: (cell: number, measured: Measured) => void,
    context: TaskContext,
  ): Promise<void> {
    const { items } = this.inputs.bench.view.dataset;
    const rankers = cells.map((cell) => new Ranker(tensor, normalized, cell, items, space, selector.length));
    const run = emptyRun(tensor.users, selector.length);
    const meter = new ListMeter(this.#meterInputs(cells[0]), run, this.#churn, items.ids.size);
    const userCount = tensor.users.length;
    const columns = cells.map(() => ({ values: new Float64Array(userCount), churns: new Float64Array(userCount) }));
    for (let from = 0; from < userCount; from += blockSize) {
      throwIfCancelled(context);
      for (let u = from; u < Math.min(userCount, from + blockSize); u++) {
        for (let c = 0; c < rankers.length; c++) {
          weight.runOne(rankers[c], u, run);
          if (c === 0 || weight.changed[u] === 1) meter.read(u);
          columns[c].values[u] = meter.value;
          columns[c].churns[u] = meter.churn;
        }
      }
      context.report?.(Math.min(userCount, from + blockSize) / userCount);
      await context.yieldToEventLoop?.();
    }
    columns.forEach(({ values, churns }, c) => onCell(c, { values, value: meanOf(values), churn: meanChurn(churns) }));
  }

  #meterInputs(variant: Variant): MeterInputs {
    const { bench, spec, metric } = this.inputs;
    return { qrels: bench.qrels, spec, metric, context: bench.context, options: { ...bench.reachOf(variant), exploreTies: false } };
  }
}
