import { RankLabError } from '#shared/errors';
import type { Variant } from '#shared/schemas/variant';
import { subtask } from '../core/cancellation';
import { lossesOf } from '../ranker-export/losses';
import type { RankerPlan } from '../ranker-export/plan';
import type { ExportTarget } from '../ranker-export/target';
import type { TaskContext } from '../ports';
import type { PreparedFilters } from '../rerank/filters';
import type { EvaluationBench } from './evaluation-bench';
import { rankAgreement } from './ranker-agreement';
import { exportItems, exportRequest } from './ranker-items';
import { testPools } from './ranker-pools';
import { rankerTerms } from './ranker-terms';
import type { Recommender } from './recommend';

interface RankerExportInput {
  readonly variant: Variant;
  readonly target: ExportTarget;
  /** All test users: for scales and agreement. */
  readonly bench: EvaluationBench;
  /** Models on all data: for item values, users and test vectors. */
  readonly serving: Recommender;
  /** Pools with an expected order; 0: only what the dialog shows. */
  readonly poolCount?: number;
}

/** Number of pools in a target's test vectors. */
export const exportedPools = 100;

/**
 * What goes to a target: terms with fixed scales, what is lost, how far lists agree on all test users, and test vectors.
 * @throws UNSUPPORTED for a variant without a weighted signal that the target holds.
 */
export async function planRanker(input: RankerExportInput, context?: TaskContext): Promise<RankerPlan> {
  const { variant, target, bench, serving, poolCount = exportedPools } = input;
  const { view, hidden } = serving;
  const { terms, unavailable } = await rankerTerms(variant, bench, view, subtask(context, 0, 0.5));
  const carried = terms.filter(({ source }) => target.abilities.sources.includes(source));
  const dropped = terms.filter((term) => !carried.includes(term));
  if (carried.length === 0) {
    throw new RankLabError('UNSUPPORTED', `${target.label} can hold no signal of “${variant.name}”`, {
      place: 'target',
      value: target.id,
      remedy: 'Give a weight to another signal, or choose another target.',
    });
  }
  const scalings = target.scalings(variant.normalization, carried);
  const compared = scalings.length > 0 ? scalings : (['pool'] as const);
  const filters = ({ inCategories, maxPerCreator, creatorCodes }: PreparedFilters): PreparedFilters => ({
    creatorCodes,
    allowed: target.abilities.categoryFilters ? inCategories : undefined,
    maxPerCreator: target.abilities.creatorLimit ? maxPerCreator : Infinity,
  });
  const agreement = await rankAgreement(variant, bench, { terms: carried, scalings, filters }, subtask(context, 0.5, 0.8));
  const pooled = { view, variant, terms: carried, scalings: compared, hidden, ties: target.abilities.ties, filters };
  const pools = poolCount > 0 ? await testPools({ ...pooled, count: poolCount }, subtask(context, 0.8, 0.9)) : [];
  const { includeCategories: include, excludeCategories: exclude, maxPerCreator } = variant.filters;
  const { dataset, embeddings, factors } = view;
  return {
    variant: variant.name,
    terms: carried,
    normalization: variant.normalization,
    poolSize: variant.candidates.poolSize,
    filters: { include, exclude, maxPerCreator },
    dimensions: { ...(embeddings && { profile: embeddings.dimensions }), ...(factors && { factors: factors.factorCount }) },
    losses: lossesOf({ variant, target, carried, dropped, unavailable, scalings }),
    agreement,
    itemCount: dataset.items.ids.size - hidden.size,
    userCount: dataset.users.ids.size,
    items: () => exportItems(view, carried, variant.signalParams, hidden),
    *users() {
      for (let row = 0; row < dataset.users.ids.size; row++) yield exportRequest(view, row, carried);
    },
    pools,
  };
}
