import type { CandidateSettings, Variant } from '#shared/schemas/variant';
import type { Loss, RankerTerm, Scaling } from './plan';
import type { ExportTarget } from './target';

interface Asked {
  readonly variant: Variant;
  readonly target: ExportTarget;
  /** Terms of the variant that the target holds, and those it does not. */
  readonly carried: readonly RankerTerm[];
  readonly dropped: readonly RankerTerm[];
  /** Weighted signals without data here, with the reason. */
  readonly unavailable: readonly { readonly signal: string; readonly because: string }[];
  readonly scalings: readonly Scaling[];
}

/** Everything of the variant that does not reach the target, or not exactly, or is the caller's to do. */
export function lossesOf({ variant, target, carried, dropped, unavailable, scalings }: Asked): Loss[] {
  return [
    ...unavailable.map(({ signal, because }) => lost(`signal ${signal}`, `${because}: it contributes nothing here either.`)),
    ...dropped.map(({ signal, weight }) =>
      lost(`signal ${signal}`, `weight ${weight}: ${target.label} cannot compute it from what it holds.`),
    ),
    ...normalizationLosses(variant, target, scalings),
    ...selectionLosses(variant, target),
    ...(target.limits ?? []).map((detail) => lost(target.label, detail)),
    ...candidateDuties(variant.candidates),
    ...userDuties(carried),
  ];
}

const lost = (what: string, detail: string): Loss => ({ what, kind: 'lost', detail });
const yours = (what: string, detail: string): Loss => ({ what, kind: 'yours', detail });

function normalizationLosses({ normalization }: Variant, target: ExportTarget, scalings: readonly Scaling[]): Loss[] {
  const what = `normalisation ${normalization} per list`;
  const texts: Readonly<Partial<Record<Scaling, string>>> = {
    fixed: `${target.label} does not see the whole pool: each signal is scaled by a constant, the mean scale of the test users’ pools.`,
    floor: `the lowest value of each signal counts .001 instead of 0, as the processor does it.`,
  };
  return normalization === 'none'
    ? []
    : scalings.flatMap((scaling) => {
        const detail = texts[scaling];
        return detail === undefined ? [] : [{ what, kind: 'approximated' as const, detail }];
      });
}

function selectionLosses({ mmrLambda, filters }: Variant, { abilities, label }: ExportTarget): Loss[] {
  const losses: Loss[] = [];
  if (mmrLambda < 1)
    losses.push(
      lost(`diversity (MMR λ = ${mmrLambda})`, 'it compares each item with those above it; the lists come in order of relevance.'),
    );
  if (filters.maxPerCreator !== null && !abilities.creatorLimit)
    losses.push(
      lost(`at most ${filters.maxPerCreator} per creator`, `${label} returns all; walk down the list and skip further items of a creator.`),
    );
  if (filters.includeCategories.length + filters.excludeCategories.length > 0 && !abilities.categoryFilters)
    losses.push(lost('category filters', 'leave items out of the request instead.'));
  for (const condition of filters.where ?? [])
    losses.push(lost(`filter ${condition}`, `${label} does not hold the column; leave videos that do not pass out of the request.`));
  if (!abilities.ties) losses.push(lost('order of equal scores', `RankLab takes the earlier item of the catalogue, ${label} any.`));
  return losses;
}

function candidateDuties({ sources, merge, poolSize, removeSeen, coldUsers }: CandidateSettings): Loss[] {
  const named = sources.map(({ id, limit }) => `${id} (${limit})`).join(', ');
  return [
    yours(
      'candidates',
      `retrieve them yourself: ${named}, merged by ${merge.id}, the best ${poolSize}. The formula ranks whatever it is given.`,
    ),
    ...(removeSeen ? [yours('items already seen', 'leave them out of the candidates.')] : []),
    yours('users without history', `here: ${coldUsers}. Without a profile their part of the score is 0.`),
  ];
}

function userDuties(carried: readonly RankerTerm[]): Loss[] {
  const own = carried.filter(({ source }) => source !== 'item' && source !== 'candidate').map(({ signal }) => signal);
  if (own.length === 0) return [];
  return [
    yours(
      'feature store',
      `${own.join(', ')} need the user’s line of users.jsonl with every request; without a store of them they are lost.`,
    ),
  ];
}
