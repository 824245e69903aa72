import type { Variant } from '#shared/schemas/variant';
import { parseParams } from '../core/registry';
import { throwIfCancelled } from '../core/cancellation';
import type { RankerTerm } from '../ranker-export/plan';
import type { SignalTensor } from '../model/candidates';
import type { TrainingView } from '../model/training-view';
import type { TaskContext } from '../ports';
import type { Signal } from '../rerank/port';
import { signalRegistry } from '../rerank/registry';
import type { EvaluationBench } from './evaluation-bench';

interface Terms {
  readonly terms: readonly RankerTerm[];
  readonly unavailable: readonly { readonly signal: string; readonly because: string }[];
}

/** Mean scale of one signal over pools. */
interface Scale {
  low: number;
  span: number;
  pools: number;
  minimum: number;
  maximum: number;
}

/** The variant's weighted signals with fixed scales: means over the test users' pools. */
export async function rankerTerms(variant: Variant, bench: EvaluationBench, view: TrainingView, context?: TaskContext): Promise<Terms> {
  const weighted = signalRegistry.list().filter(({ id }) => (variant.weights[id] ?? 0) !== 0);
  const missing = weighted.map((signal) => ({ signal: signal.id, because: signal.unavailableBecause(view) }));
  const defined = Object.entries(variant.weights).filter(([id, weight]) => weight !== 0 && !signalRegistry.has(id));
  const unavailable = [
    ...missing.flatMap(({ signal, because }) => (because === undefined ? [] : [{ signal, because }])),
    ...defined.map(([signal]) => ({ signal, because: 'Signals that users define have no form in other engines' })),
  ];
  const scales = await scalesOf(variant, bench, context);
  const terms = weighted
    .filter(({ id }) => unavailable.every(({ signal }) => signal !== id))
    .map((signal): RankerTerm => {
      const params = parseParams(signal, variant.signalParams[signal.id], `signalParams.${signal.id}`);
      const scale = scales.get(signal.id) ?? { low: 0, span: 0, pools: 0, minimum: 0, maximum: 0 };
      return {
        signal: signal.id,
        field: signal.id.replaceAll('-', '_'),
        source: signal.input,
        weight: variant.weights[signal.id],
        ...fixedScale(variant, scale),
        ...boundsOf(signal, params, scale, view),
        refresh: signal.refresh(params),
      };
    });
  return { terms, unavailable };
}

function fixedScale({ normalization }: Variant, { low, span, pools }: Scale): { low: number; span: number } {
  if (normalization === 'none') return { low: 0, span: 1 };
  return pools > 0 ? { low: low / pools, span: span / pools } : { low: 0, span: 0 };
}

/** Values of items are known; the others are limited by what they are. */
function boundsOf(signal: Signal, params: unknown, scale: Scale, view: TrainingView): { minimum: number; maximum: number } {
  const { input } = signal;
  if (input === 'profile') return { minimum: -1, maximum: 1 };
  if (input === 'categories' || input === 'creator') return { minimum: 0, maximum: 1 };
  if (input === 'item') return itemBounds(signal, params, view);
  if (input === 'candidate' || !view.factors) return { minimum: Math.min(0, scale.minimum), maximum: Math.max(0, scale.maximum) };
  const { userFactors, itemFactors, factorCount } = view.factors;
  const most = longest(userFactors, factorCount) * longest(itemFactors, factorCount);
  return { minimum: -most, maximum: most };
}

function itemBounds(signal: Signal, params: unknown, view: TrainingView): { minimum: number; maximum: number } {
  const rows = Int32Array.from({ length: view.dataset.items.ids.size }, (_, row) => row);
  const values = new Float32Array(rows.length);
  const request = { userRow: undefined, videoRow: undefined, profile: undefined };
  signal.prepare(view, params).compute(request, rows, 0, rows.length, values, 1, 0);
  return values.reduce(({ minimum, maximum }, value) => ({ minimum: Math.min(minimum, value), maximum: Math.max(maximum, value) }), {
    minimum: 0,
    maximum: 0,
  });
}

function longest(vectors: Float32Array, dimensions: number): number {
  let most = 0;
  for (let start = 0; start < vectors.length; start += dimensions) {
    let squares = 0;
    for (let d = start; d < start + dimensions; d++) squares += vectors[d] ** 2;
    if (squares > most) most = squares;
  }
  return Math.sqrt(most);
}

async function scalesOf(variant: Variant, bench: EvaluationBench, context?: TaskContext): Promise<ReadonlyMap<string, Scale>> {
  const scales = new Map<string, Scale>();
  for await (const { ranker } of bench.blocks(variant, 1, context)) {
    throwIfCancelled(context);
    for (const [s, signal] of ranker.tensor.signalIds.entries()) {
      const scale = scales.get(signal) ?? { low: 0, span: 0, pools: 0, minimum: Infinity, maximum: -Infinity };
      for (let u = 0; u < ranker.tensor.counts.length; u++) addPool(scale, ranker.tensor, u, s, variant);
      scales.set(signal, scale);
    }
  }
  return scales;
}

/** A pool in which the signal does not vary says nothing about its scale. */
function addPool(
  scale: Scale,
  { counts, poolSize, signalIds, signals }: SignalTensor,
  u: number,
  s: number,
  { normalization }: Variant,
): void {
  const stride = signalIds.length;
  const start = u * poolSize * stride + s;
  let low = Infinity;
  let high = -Infinity;
  let sum = 0;
  let squares = 0;
  for (let c = 0; c < counts[u]; c++) {
    const value = signals[start + c * stride];
    low = Math.min(low, value);
    high = Math.max(high, value);
    sum += value;
    squares += value * value;
  }
  scale.minimum = Math.min(scale.minimum, low);
  scale.maximum = Math.max(scale.maximum, high);
  if (!(high > low)) return;
  const mean = sum / counts[u];
  const deviation = Math.sqrt(Math.max(0, squares / counts[u] - mean ** 2));
  scale.pools++;
  scale.low += normalization === 'min-max' ? low : mean;
  // Ranks are spread evenly over [0, 1]: their standard deviation is 1 / √12.
  scale.span += normalization === 'min-max' ? high - low : normalization === 'rank' ? deviation * Math.sqrt(12) : deviation;
}
