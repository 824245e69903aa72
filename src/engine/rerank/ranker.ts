import type { Variant } from '#shared/schemas/variant';
import { RankLabError } from '#shared/errors';
import { heapArrays, type ArraySource } from '../core/short-lived';
import type { SignalTensor } from '../model/candidates';
import type { ItemTable } from '../model/dataset';
import type { Run } from '../model/run';
import type { DiversitySpace } from './diversify';
import { prepareFilters, type PreparedFilters } from './filters';
import { normalizeColumn } from './normalize';
import { signalRegistry } from './registry';
import { Selector, shortList } from './select';

/** The part of a variant that ranks a given pool. */
export type RankingSettings = Pick<Variant, 'weights' | 'normalization' | 'mmrLambda' | 'filters'>;

/** Normalised signals of a tensor, same layout; computed once, shared by all slider positions. */
export function normalizeTensor(
  tensor: SignalTensor,
  normalization: Variant['normalization'],
  columns?: readonly number[],
  into?: Float32Array,
): Float32Array {
  const stride = tensor.signalIds.length;
  const out = into ?? new Float32Array(tensor.signals.length);
  const chosen = columns ?? tensor.signalIds.map((_, s) => s);
  for (let u = 0; u < tensor.counts.length; u++) {
    for (const s of chosen) normalizeColumn(tensor.signals, out, u * tensor.poolSize, tensor.counts[u], stride, s, normalization);
  }
  return out;
}

/** Weights in the tensor's signal order. @throws INVALID_ARGUMENT for an unknown signal. */
export function weightVector(weights: Variant['weights'], signalIds: readonly string[]): Float64Array {
  const vector = new Float64Array(signalIds.length);
  for (const [id, weight] of Object.entries(weights)) {
    if (!signalIds.includes(id)) refuseUnknown(id, signalIds);
    if (!Number.isFinite(weight))
      throw new RankLabError('INVALID_ARGUMENT', `weights.${id} must be a finite number`, { place: `weights.${id}` });
    const s = signalIds.indexOf(id);
    if (s >= 0) vector[s] = weight;
  }
  return vector;
}

/** A registered signal may be missing from a tensor, a defined one may not. */
function refuseUnknown(id: string, signalIds: readonly string[]): void {
  if (signalRegistry.has(id)) return;
  const known = [...new Set([...signalRegistry.ids, ...signalIds])].join(', ');
  throw new RankLabError('INVALID_ARGUMENT', `Unknown signal “${id}”; expected one of ${known}`, {
    place: `weights.${id}`,
    value: id,
    remedy: `Use one of: ${known}, or define the signal first`,
  });
}

/** Ranks pools of one tensor under one setting. One code path for a single list, an experiment and the live Lab. */
export class Ranker {
  readonly #relevance: Float64Array;
  readonly filters: PreparedFilters;
  readonly #scale: number;
  readonly weights: Float64Array;
  readonly selector: Selector;

  constructor(
    readonly tensor: SignalTensor,
    /** Of `normalizeTensor` for the same normalisation. */
    readonly normalized: Float32Array,
    readonly settings: RankingSettings,
    readonly items: ItemTable,
    readonly space: DiversitySpace | undefined,
    listLength: number,
  ) {
    if (settings.mmrLambda < 1 && !space) {
      throw new RankLabError('NOT_BUILT', 'Diversity (MMR) compares the content of videos and there are no embeddings', {
        place: 'mmrLambda',
        remedy: 'Build embeddings, or set MMR λ to 1',
      });
    }
    this.weights = weightVector(settings.weights, tensor.signalIds);
    this.#scale = this.weights.reduce((sum, weight) => sum + Math.abs(weight), 0);
    this.filters = prepareFilters(items, settings.filters);
    this.#relevance = new Float64Array(tensor.poolSize);
    this.selector = new Selector(tensor.poolSize, listLength);
  }

  /** Whether the filters by category and column let an item through. */
  isEligible(item: number): boolean {
    return !this.filters.allowed || this.filters.allowed[item] === 1;
  }

  /** Whether a list is simply the best scores: no MMR, no creator limit, and few enough for one pass (`Selector.offer`). */
  get takesBestScores(): boolean {
    return this.settings.mmrLambda >= 1 && this.filters.maxPerCreator === Infinity && this.selector.length <= shortList;
  }

  /** Weighted sum of one candidate of pool u, bit-equal to `relevanceOf`. */
  scoreOf(u: number, slot: number): number {
    const { tensor, normalized, weights } = this;
    const stride = weights.length;
    let p = (u * tensor.poolSize + slot) * stride;
    let sum = 0;
    for (let s = 0; s < stride; s++) sum += weights[s] * normalized[p++];
    return sum;
  }

  /** Weighted sums of pool u, float64, signals in tensor order; the view is overwritten by the next call. */
  relevanceOf(u: number): Float64Array {
    const { tensor, normalized, weights } = this;
    const stride = weights.length;
    const count = tensor.counts[u];
    let p = u * tensor.poolSize * stride;
    for (let c = 0; c < count; c++) {
      let sum = 0;
      for (let s = 0; s < stride; s++) sum += weights[s] * normalized[p++];
      this.#relevance[c] = sum;
    }
    return this.#relevance;
  }

  /** Ranks pool u into `selector.slots` and `selector.scores`. @returns the length of the list. */
  rank(u: number): number {
    const { tensor, settings, space } = this;
    const mmr = settings.mmrLambda < 1 && space ? { lambda: settings.mmrLambda, scale: this.#scale, space } : undefined;
    return this.selector.select(tensor.items, u * tensor.poolSize, tensor.counts[u], this.relevanceOf(u), this.filters, mmr);
  }

  /** Lists of all pools. */
  run(arrays?: ArraySource): Run {
    const run = emptyRun(this.tensor.users, this.selector.length, arrays);
    for (let u = 0; u < run.counts.length; u++) this.write(run, u, this.rank(u));
    return run;
  }

  /** Copies the selector's answer of `count` items as the list of pool u. */
  write(run: Run, u: number, count: number): void {
    const { tensor, selector } = this;
    const start = u * run.length;
    const from = u * tensor.poolSize;
    run.counts[u] = count;
    for (let i = 0; i < count; i++) {
      run.items[start + i] = tensor.items[from + selector.slots[i]];
      run.scores[start + i] = selector.scores[i];
    }
  }
}

/** Empty lists with capacity `length` each. `users` is shared by all runs of the same users. */
export const emptyRun = (users: Int32Array, length: number, arrays: ArraySource = heapArrays): Run => ({
  users,
  length,
  counts: arrays.ints(users.length),
  items: arrays.ints(users.length * length).fill(-1),
  scores: arrays.doubles(users.length * length),
});
