import type { Qrels } from '../model/run';
import type { MetricDefinition } from './metrics/metric';
import type { MetricSpec } from './metrics/metric-spec';

/** Depth of one variant's lists. */
export interface ListLimits {
  /** Positions that a metric without a cutoff sees, whatever other metrics ask for. */
  readonly depth: number;
  /** Maximum length of a list; Infinity if lists are as long as a cutoff requires. */
  readonly longest: number;
  /** Items that could be recommended at all. */
  readonly universe: number;
}

/** The positions that one metric reads. */
export interface EvaluatedDepth {
  /** Positions that count; Infinity for the whole list. */
  readonly cutoff: number;
  /** Stated beside a value without a cutoff. */
  readonly depth?: number;
  /** Why fewer positions count than asked for. */
  readonly limitedBy?: string;
}

/** A metric's reach depends only on its definition and the lists' limits, never on other metrics. */
export function evaluatedDepth(spec: MetricSpec, metric: MetricDefinition, limits: ListLimits | undefined, qrels: Qrels): EvaluatedDepth {
  if (!limits) return { cutoff: spec.cutoff ?? Infinity };
  const { depth, longest, universe } = limits;
  if (spec.cutoff !== undefined) return { cutoff: spec.cutoff, ...shortfall(Math.min(spec.cutoff, universe), longest) };
  if (metric.readsRelevantCount) return { cutoff: Infinity, ...shortfall(largestRelevantCount(qrels), longest) };
  return { cutoff: depth, depth: Math.min(depth, universe), ...(depth < universe && { limitedBy: `first ${depth} of the ranking` }) };
}

const shortfall = (requested: number, longest: number): Pick<EvaluatedDepth, 'limitedBy'> =>
  requested > longest ? { limitedBy: `pool of ${longest}; ${requested} would do` } : {};

/** Notes about a reach that are shown beside a value. */
export const depthNotes = ({ depth, limitedBy }: EvaluatedDepth): Pick<EvaluatedDepth, 'depth' | 'limitedBy'> => ({
  ...(depth !== undefined && { depth }),
  ...(limitedBy !== undefined && { limitedBy }),
});

const relevantCounts = new WeakMap<Qrels, number>();

/** The most relevant items that any user has. */
export function largestRelevantCount(qrels: Qrels): number {
  const known = relevantCounts.get(qrels);
  if (known !== undefined) return known;
  let most = 0;
  for (let u = 0; u < qrels.users.length; u++) {
    let count = 0;
    for (let p = qrels.offsets[u]; p < qrels.offsets[u + 1]; p++) if (qrels.grades[p] > 0) count++;
    most = Math.max(most, count);
  }
  relevantCounts.set(qrels, most);
  return most;
}
