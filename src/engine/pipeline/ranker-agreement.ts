import type { Variant } from '#shared/schemas/variant';
import { throwIfCancelled } from '../core/cancellation';
import { kendallTau, rankBiasedOverlap } from '../ranker-export/agreement';
import type { RankAgreement, RankerTerm, Scaling } from '../ranker-export/plan';
import type { PreparedFilters } from '../rerank/filters';
import type { TaskContext } from '../ports';
import type { EvaluationBench } from './evaluation-bench';
import { FormulaOrder } from './formula-order';

/** Positions that are compared; lists are rarely shown deeper. */
const depth = 100;

interface Compared {
  readonly terms: readonly RankerTerm[];
  readonly scalings: readonly Scaling[];
  readonly filters: (filters: PreparedFilters) => PreparedFilters;
}

/** How far the lists of each formula agree with the variant's, on all test users. */
export async function rankAgreement(
  variant: Variant,
  bench: EvaluationBench,
  { terms, scalings, filters }: Compared,
  context?: TaskContext,
): Promise<RankAgreement[]> {
  const sums = scalings.map((scaling) => ({ scaling, rbo: 0, tau: 0, tauUsers: 0, same: 0 }));
  let users = 0;
  for await (const { ranker } of bench.blocks(variant, depth, context)) {
    const { tensor } = ranker;
    const orders = scalings.map(
      (scaling) => new FormulaOrder(tensor, { terms, scaling, normalization: variant.normalization, filters: filters(ranker.filters) }),
    );
    for (let u = 0; u < tensor.counts.length; u++) {
      if (u % 256 === 0) {
        throwIfCancelled(context);
        context?.report?.((users / bench.qrels.users.length) * 0.99, 'comparing lists');
        await context?.yieldToEventLoop?.();
      }
      const expected = Array.from(ranker.selector.slots.subarray(0, ranker.rank(u)));
      orders.forEach((order, f) => {
        const exported = order.order(u, depth);
        const tau = kendallTau(expected, exported);
        const sum = sums[f];
        sum.rbo += rankBiasedOverlap(expected, exported);
        if (tau !== undefined) {
          sum.tau += tau;
          sum.tauUsers++;
        }
        if (expected.slice(0, 10).every((slot, i) => slot === exported[i])) sum.same++;
      });
      users++;
    }
  }
  return sums.map(({ scaling, rbo, tau, tauUsers, same }) => ({
    scaling,
    users,
    depth,
    rbo: users > 0 ? rbo / users : 1,
    tau: tauUsers > 0 ? tau / tauUsers : 1,
    sameTopTen: users > 0 ? same / users : 1,
  }));
}
