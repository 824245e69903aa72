import type { Variant } from '#shared/schemas/variant';
import { linearFormula } from '../ranker-export/linear';
import type { ExportRequest, RankerTerm, Scaling, TestPool } from '../ranker-export/plan';
import type { CandidatePool, SignalTensor } from '../model/candidates';
import type { TrainingView } from '../model/training-view';
import type { TaskContext } from '../ports';
import { prepareFilters, type PreparedFilters } from '../rerank/filters';
import type { SignalRequest } from '../rerank/port';
import { prepareRegistered, registeredTensor, type PreparedSignals } from '../rerank/signal-tensor';
import { FormulaOrder } from './formula-order';
import { poolsOfUsers } from './pools';
import { exportRequest } from './ranker-items';

/** Enough to tell a wrong formula, and small enough to read. */
const largestPool = 50;
/** Engines compute in single precision, in an order of their own: closer scores could change places without a fault. */
const resolution = 1e-5;

interface TestPoolInput {
  readonly view: TrainingView;
  readonly variant: Variant;
  readonly terms: readonly RankerTerm[];
  readonly scalings: readonly Scaling[];
  readonly hidden: ReadonlySet<number>;
  readonly count: number;
  /** Whether equal scores have an order in the target. */
  readonly ties: boolean;
  readonly filters: (filters: PreparedFilters) => PreparedFilters;
}

/** Pools of users spread over all that have a history, with the order that each scaling gives. */
export async function testPools(input: TestPoolInput, context?: TaskContext): Promise<TestPool[]> {
  const { view, variant } = input;
  const users = spreadUsers(view, input.count);
  const { pools, requests } = await poolsOfUsers(view, users, variant.candidates, context);
  const signals = prepareRegistered(view, variant.signalParams);
  return pools.flatMap((pool, i) => {
    let tensor = tensorOf(cut(pool, input.hidden), requests[i], signals);
    for (let close = tooClose(tensor, input); close !== undefined; close = tooClose(tensor, input)) tensor = without(tensor, close);
    return tensor.counts[0] > 0 ? [describePool(tensor, pool, exportRequest(view, users[i], input.terms), input)] : [];
  });
}

/** Rows of users with a history, evenly spread; fewer where there are fewer. */
function spreadUsers({ interactions }: TrainingView, count: number): Int32Array {
  const known: number[] = [];
  for (let user = 0; user < interactions.rows; user++) if (interactions.offsets[user + 1] > interactions.offsets[user]) known.push(user);
  const most = Math.min(count, known.length);
  return Int32Array.from({ length: most }, (_, i) => known[Math.floor((i * known.length) / most)]);
}

/** The first candidates that are still there. */
function cut(pool: CandidatePool, hidden: ReadonlySet<number>): CandidatePool {
  const slots = Array.from(pool.items, (_, slot) => slot)
    .filter((slot) => !hidden.has(pool.items[slot]))
    .slice(0, largestPool);
  return {
    count: slots.length,
    items: Int32Array.from(slots, (slot) => pool.items[slot]),
    scores: Float64Array.from(slots, (slot) => pool.scores[slot]),
    sourceMasks: new Uint32Array(slots.length),
    sourceIds: pool.sourceIds,
  };
}

const tensorOf = (pool: CandidatePool, request: SignalRequest, signals: PreparedSignals): SignalTensor =>
  registeredTensor([pool], [request], signals, Math.max(1, pool.count));

/** A slot whose score another candidate has almost, under any scaling; undefined when all are told apart. */
function tooClose(tensor: SignalTensor, { terms, scalings, variant, ties }: TestPoolInput): number | undefined {
  for (const scaling of scalings) {
    const order = new FormulaOrder(tensor, { terms, scaling, normalization: variant.normalization });
    const slots = order.order(0);
    const scores = order.scores(0);
    const largest = scores.reduce((most, score) => Math.max(most, Math.abs(score)), 0);
    const tolerance = resolution * (largest + (scaling === 'fixed' ? linearFormula({ terms }).offset : 0));
    for (let i = 1; i < slots.length; i++) {
      const [above, below] = [slots[i - 1], slots[i]];
      if (scores[above] - scores[below] <= tolerance && !(ties && sameValues(tensor, terms, above, below))) return below;
    }
  }
  return undefined;
}

/** Equal inputs give equal scores in any engine. */
function sameValues(tensor: SignalTensor, terms: readonly RankerTerm[], a: number, b: number): boolean {
  const stride = tensor.signalIds.length;
  return terms.every(({ signal }) => {
    const s = tensor.signalIds.indexOf(signal);
    return tensor.signals[a * stride + s] === tensor.signals[b * stride + s];
  });
}

function without(tensor: SignalTensor, slot: number): SignalTensor {
  const stride = tensor.signalIds.length;
  const count = tensor.counts[0];
  const keep = Array.from({ length: count }, (_, i) => i).filter((i) => i !== slot);
  return {
    ...tensor,
    poolSize: Math.max(1, keep.length),
    counts: Int32Array.of(keep.length),
    items: Int32Array.from(keep, (i) => tensor.items[i]),
    signals: Float32Array.from(keep.flatMap((i) => Array.from(tensor.signals.subarray(i * stride, (i + 1) * stride)))),
  };
}

function describePool(tensor: SignalTensor, pool: CandidatePool, request: ExportRequest, input: TestPoolInput): TestPool {
  const { terms, scalings, variant, view } = input;
  const stride = tensor.signalIds.length;
  const columns = terms.map(({ signal }) => tensor.signalIds.indexOf(signal));
  const mergeScores = new Map(Array.from(pool.items, (item, slot) => [item, pool.scores[slot]] as const));
  const idOf = (slot: number): string => view.dataset.items.ids.ids[tensor.items[slot]];
  const filters = input.filters(prepareFilters(view.dataset.items, variant.filters));
  const expected = scalings.map((scaling) => {
    const order = new FormulaOrder(tensor, { terms, scaling, normalization: variant.normalization, filters });
    return [scaling, order.order(0).map(idOf)] as const;
  });
  return {
    request,
    candidates: Array.from({ length: tensor.counts[0] }, (_, slot) => ({
      id: idOf(slot),
      mergeScore: mergeScores.get(tensor.items[slot]) ?? 0,
      values: Float32Array.from(columns, (s) => tensor.signals[slot * stride + s]),
    })),
    expected: Object.fromEntries(expected),
  };
}
