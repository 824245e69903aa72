import { hasSource, type ExportItem, type ExportRequest, type RankerPlan, type TestPool } from '../plan';
import { decimals, lines, type TargetFile } from '../target';

/** Fields begin so, to stay clear of the index's own. */
export const fieldOf = (field: string): string => `rl_${field}`;

/** One document of an item: only what the formula reads. */
export function documentOf(item: ExportItem, plan: RankerPlan): Record<string, unknown> {
  return {
    rl_row: item.row,
    ...((hasSource(plan, 'categories') || filtersCategories(plan)) && { rl_categories: item.categories }),
    ...(hasSource(plan, 'creator') && item.creator !== null && { rl_creator: item.creator }),
    ...Object.fromEntries(Object.entries(item.values).map(([field, value]) => [fieldOf(field), value])),
    ...(item.profile && { rl_embedding: decimals(item.profile) }),
    ...(item.factors && { rl_factors: decimals(item.factors), rl_factors_norm: norm(item.factors) }),
  };
}

/** Types of the fields of `documentOf`; `vectorField`: a vector of that many dimensions in the engine's own words. */
export const documentFields = (plan: RankerPlan, vectorField: (dimension: number | undefined) => object): Record<string, object> => ({
  rl_row: { type: 'integer' },
  rl_categories: { type: 'keyword' },
  rl_creator: { type: 'keyword' },
  ...Object.fromEntries(plan.terms.filter(({ source }) => source === 'item').map(({ field }) => [fieldOf(field), { type: 'float' }])),
  ...(hasSource(plan, 'profile') && { rl_embedding: vectorField(plan.dimensions.profile) }),
  ...(hasSource(plan, 'latent') && { rl_factors: vectorField(plan.dimensions.factors), rl_factors_norm: { type: 'float' } }),
});

export const norm = (vector: Float32Array): number => Math.sqrt(vector.reduce((sum, value) => sum + value * value, 0));

/** A file for the bulk API: partial updates, so that the index keeps its other fields. */
export const bulkFile = (plan: RankerPlan): TargetFile => ({
  name: 'backfill.ndjson',
  mediaType: 'application/x-ndjson',
  chunks: lines(
    plan.items(),
    (item) => `${JSON.stringify({ update: { _id: item.id } })}\n${JSON.stringify({ doc: documentOf(item, plan), doc_as_upsert: true })}`,
  ),
});

/** Script parameters that come with a request. */
export function requestParams(request: ExportRequest, plan: RankerPlan): Record<string, unknown> {
  return {
    ...(hasSource(plan, 'profile') && { profile: request.profile ? decimals(request.profile) : [] }),
    ...(hasSource(plan, 'latent') && {
      factors: request.factors ? decimals(request.factors) : [],
      factors_norm: request.factors ? norm(request.factors) : 0,
    }),
    ...(hasSource(plan, 'categories') && { categories: request.categories ?? {} }),
    ...(hasSource(plan, 'creator') && { creators: request.creators ?? {} }),
  };
}

const filtersCategories = ({ filters }: RankerPlan): boolean => filters.include.length + filters.exclude.length > 0;

/** The candidates of a pool, and the variant's category filters. */
export function candidateFilter(pool: TestPool | undefined, { filters }: RankerPlan): Record<string, unknown> {
  return {
    bool: {
      filter: [
        { ids: { values: pool?.candidates.map(({ id }) => id) ?? [] } },
        ...(filters.include.length > 0 ? [{ terms: { rl_categories: filters.include } }] : []),
      ],
      ...(filters.exclude.length > 0 && { must_not: [{ terms: { rl_categories: filters.exclude } }] }),
    },
  };
}

/** Equal scores in the order of the catalogue. */
export const sortByScore = [{ _score: 'desc' }, { rl_row: 'asc' }];
