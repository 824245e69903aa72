import { evaluateRun, type EvaluateOptions } from '../../evaluate/evaluate-run';
import { Judge } from '../../evaluate/judgements/judged-list';
import type { UserMeasure, UserMetric } from '../../evaluate/metrics/metric';
import type { MetricSpec } from '../../evaluate/metrics/metric-spec';
import { evaluatedDepth } from '../../evaluate/evaluated-depth';
import { missingNeeds } from '../../evaluate/user-column';
import type { EvaluationContext } from '../../model/evaluation-context';
import type { Qrels, Run } from '../../model/run';
import { meanChurn, type Churn } from './churn';

export interface Measured {
  /** By user, NaN without a value. */
  readonly values: Float64Array;
  readonly value: number;
  readonly churn: number;
}

export interface MeterInputs {
  readonly qrels: Qrels;
  readonly spec: MetricSpec;
  readonly metric: UserMetric;
  readonly context: EvaluationContext;
  readonly options: EvaluateOptions;
}

/** Measures any run at once. */
export function measureWhole({ qrels, spec, context, options }: MeterInputs, run: Run, churn: Churn): Measured {
  const { values, value } = evaluateRun(run, qrels, [spec], context, { ...options, exploreTies: false }).metrics[0];
  return { values, value, churn: meanChurn(Float64Array.from(qrels.users, (_, u) => churn.of(run, u))) };
}

/**
 * Measures users one at a time whose lists change little from one setting to the next: only a changed list is measured again. To the
 * last bit what `measureWhole` gives, since values and sums are formed in the same order.
 */
export class ListMeter {
  readonly #measure: UserMeasure;
  readonly #judge: Judge;
  readonly #leftOut: Uint8Array | undefined;
  readonly #needsRelevant: boolean;
  #value = NaN;
  #churn = 0;

  /** @param run whose arrays hold the lists to measure. */
  constructor(
    private readonly inputs: MeterInputs,
    private readonly run: Run,
    private readonly churns: Churn,
    itemCount: number,
  ) {
    const { qrels, spec, metric, context, options } = inputs;
    const { cutoff } = evaluatedDepth(spec, metric, options.limits, qrels);
    this.#measure = missingNeeds(metric, context).length > 0 ? () => NaN : metric.prepare({ cutoff, params: spec.params, context });
    this.#leftOut = options.leftOut;
    this.#needsRelevant = metric.needsRelevant;
    // The judge sizes its table by the largest item it sees first.
    const first = run.items[0];
    if (run.items.length > 0) run.items[0] = itemCount - 1;
    this.#judge = new Judge(run, qrels);
    if (run.items.length > 0) run.items[0] = first;
  }

  /** Of the list last read. */
  get value(): number {
    return this.#value;
  }

  get churn(): number {
    return this.#churn;
  }

  /** User u's list in the run. */
  read(u: number): void {
    this.#churn = this.churns.of(this.run, u);
    if (this.#leftOut?.[this.inputs.qrels.users[u]] === 1) {
      this.#value = NaN;
      return;
    }
    const list = this.#judge.read(u, u);
    this.#value = this.#needsRelevant && list.relevantCount === 0 ? NaN : this.#measure(list);
  }
}

/** As `UserColumn.result` forms it. */
export function meanOf(values: Float64Array): number {
  let sum = 0;
  let count = 0;
  for (let u = 0; u < values.length; u++) {
    if (Number.isNaN(values[u])) continue;
    sum += values[u];
    count++;
  }
  return count === 0 ? NaN : sum / count;
}
