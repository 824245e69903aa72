import type { Normalization } from '#shared/schemas/variant';
import type { RankerTerm, Scaling } from '../ranker-export/plan';
import type { SignalTensor } from '../model/candidates';
import type { PreparedFilters } from '../rerank/filters';
import { normalizeColumn } from '../rerank/normalize';

/** What the lowest value of a signal counts in OpenSearch's normalisation. */
const floorScore = 0.001;

interface Formula {
  readonly terms: readonly RankerTerm[];
  readonly scaling: Scaling;
  readonly normalization: Normalization;
  /** What the target filters by; undefined: nothing. */
  readonly filters?: PreparedFilters | undefined;
}

/** The order in which an exported formula puts pools: the reference for test vectors and for the agreement on all test users. */
export class FormulaOrder {
  readonly #columns: readonly number[];
  #column = new Float32Array(0);
  #scaled = new Float32Array(0);
  #scores = new Float64Array(0);

  constructor(
    readonly tensor: SignalTensor,
    readonly formula: Formula,
  ) {
    this.#columns = formula.terms.map(({ signal }) => tensor.signalIds.indexOf(signal));
  }

  /** Scores of pool u; the view is overwritten by the next call. */
  scores(u: number): Float64Array {
    const { tensor, formula } = this;
    const count = tensor.counts[u];
    if (this.#scores.length < count) {
      this.#column = new Float32Array(count);
      this.#scaled = new Float32Array(count);
      this.#scores = new Float64Array(count);
    }
    const scores = this.#scores.fill(0, 0, count);
    for (const [t, term] of formula.terms.entries()) {
      const start = u * tensor.poolSize * tensor.signalIds.length + this.#columns[t];
      for (let c = 0; c < count; c++) this.#column[c] = tensor.signals[start + c * tensor.signalIds.length];
      this.#add(term, count);
    }
    return scores.subarray(0, count);
  }

  #add(term: RankerTerm, count: number): void {
    const [column, scaled, scores] = [this.#column, this.#scaled, this.#scores];
    if (this.formula.scaling === 'fixed') {
      if (term.span > 0) for (let c = 0; c < count; c++) scores[c] += (term.weight * (column[c] - term.low)) / term.span;
      return;
    }
    normalizeColumn(column, scaled, 0, count, 1, 0, this.formula.normalization);
    if (this.formula.scaling === 'floor') raiseLowest(scaled, count, term.weight < 0);
    for (let c = 0; c < count; c++) scores[c] += term.weight * scaled[c];
  }

  /** The first `depth` slots of pool u, best first; equal scores by ascending item row. */
  order(u: number, depth = Infinity): number[] {
    const { tensor, formula } = this;
    const from = u * tensor.poolSize;
    const scores = this.scores(u);
    const slots = Array.from(scores, (_, slot) => slot);
    slots.sort((a, b) => scores[b] - scores[a] || tensor.items[from + a] - tensor.items[from + b]);
    const { filters } = formula;
    if (!filters) return slots.slice(0, depth);
    const used = new Map<number, number>();
    const kept: number[] = [];
    for (const slot of slots) {
      if (kept.length >= depth) break;
      const item = tensor.items[from + slot];
      if (filters.allowed && filters.allowed[item] !== 1) continue;
      const creator = filters.creatorCodes[item];
      const count = used.get(creator) ?? 0;
      if (creator >= 0 && count >= filters.maxPerCreator) continue;
      used.set(creator, count + 1);
      kept.push(slot);
    }
    return kept;
  }
}

/** A negative weight is carried by a falling signal, whose lowest value is the highest of the rising one. */
function raiseLowest(scaled: Float32Array, count: number, falling: boolean): void {
  let varies = false;
  for (let c = 1; c < count; c++) varies ||= scaled[c] !== scaled[0];
  if (!varies) return;
  for (let c = 0; c < count; c++) {
    if (falling && scaled[c] === 1) scaled[c] = 1 - floorScore;
    else if (!falling && scaled[c] === 0) scaled[c] = floorScore;
  }
}
