import type { ExportItem, RankerPlan } from '../plan';
import { decimals, lines, type TargetFile } from '../target';

/** The constants of a scorer. */
export const scorerFormula = ({ terms, normalization, filters }: RankerPlan): object => ({
  terms: terms.map(({ field, source, weight }) => ({ field, source, weight })),
  normalization,
  include: filters.include,
  exclude: filters.exclude,
  maxPerCreator: filters.maxPerCreator,
});

const itemLine = (item: ExportItem): string =>
  JSON.stringify({
    id: item.id,
    row: item.row,
    categories: item.categories,
    creator: item.creator,
    values: item.values,
    ...(item.profile && { profile: decimals(item.profile) }),
    ...(item.factors && { factors: decimals(item.factors) }),
  });

export const itemLines = (plan: RankerPlan): TargetFile => ({
  name: 'backfill.jsonl',
  mediaType: 'application/x-ndjson',
  chunks: lines(plan.items(), itemLine),
});

export const scorerAbilities = {
  sources: ['item', 'profile', 'latent', 'categories', 'creator', 'candidate'],
  categoryFilters: true,
  creatorLimit: true,
  ties: true,
} as const;
