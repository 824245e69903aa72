import { sqlText } from '#shared/sql-text';
import type { RankerPlan, RankerTerm } from '../plan';
import type { Dialect } from './dialect';

/** Raw value of a term, rounded to single precision as RankLab rounds it. */
function rawValue(term: RankerTerm, plan: RankerPlan, dialect: Dialect): string {
  const { parameter, vectorParameter, product, share, meanShare } = dialect;
  const value = (): string => {
    switch (term.source) {
      case 'profile':
        return product('embedding', vectorParameter('profile', plan.dimensions.profile));
      case 'latent':
        return product('factors', vectorParameter('factors', plan.dimensions.factors));
      case 'categories':
        return meanShare(parameter('categories'));
      case 'creator':
        return share(parameter('creators'), 'creator');
      case 'candidate':
        return 'merge_score';
      default:
        return term.field;
    }
  };
  return `coalesce(${value()}, 0)::real::${dialect.double}`;
}

/** The signal on the common scale, over the candidates of this list. A signal that does not vary counts 0. */
function normalized({ field }: RankerTerm, { normalization }: RankerPlan, { deviation }: Dialect): string {
  const raw = `raw_${field}`;
  const varies = `max(${raw}) over pool > min(${raw}) over pool`;
  switch (normalization) {
    case 'min-max':
      return `case when ${varies} then (${raw} - min(${raw}) over pool) / (max(${raw}) over pool - min(${raw}) over pool) else 0 end`;
    case 'z-score':
      return `case when ${varies} then (${raw} - avg(${raw}) over pool) / ${deviation}(${raw}) over pool else 0 end`;
    case 'rank':
      return `case when ${varies} then (rank() over (order by ${raw}) - 1 + (count(*) over (partition by ${raw}) - 1) / 2.0) / (count(*) over pool - 1) else 0 end`;
    default:
      return raw;
  }
}

function filters({ filters: { include, exclude } }: RankerPlan, { overlaps }: Dialect): string {
  const conditions = [
    ...(include.length > 0 ? [overlaps('categories', include.map(sqlText).join(', '))] : []),
    ...(exclude.length > 0 ? [`not (${overlaps('categories', exclude.map(sqlText).join(', '))})`] : []),
  ];
  return conditions.length > 0 ? `\n  where ${conditions.join(' and ')}` : '';
}

/** Ranks a list of candidates: the variant's normalisation, weights, category filters and limit per creator. */
export function rankQuery(plan: RankerPlan, dialect: Dialect): string {
  const { terms } = plan;
  const sum = terms.map(({ weight, field }) => `(${weight})::${dialect.double} * n_${field}`).join(' + ');
  const { maxPerCreator } = plan.filters;
  return `with signals as (
  select item_id, item_row, categories, creator,
${terms.map((term) => `    ${rawValue(term, plan, dialect)} as raw_${term.field}`).join(',\n')}
  from ranklab_items join ${dialect.candidates} using (item_id)
),
normalized as (
  select item_id, item_row, categories, creator,
${terms.map((term) => `    (${normalized(term, plan, dialect)})::real::${dialect.double} as n_${term.field}`).join(',\n')}
  from signals window pool as ()
),
scored as (
  select item_id, item_row, creator, ${sum} as score
  from normalized${filters(plan, dialect)}
),
placed as (
  select *, row_number() over (partition by creator order by score desc, item_row) as place_of_creator from scored
)
select item_id, score from placed${maxPerCreator === null ? '' : `\nwhere creator is null or place_of_creator <= ${maxPerCreator}`}
order by score desc, item_row
limit ${dialect.parameter('length')}
`;
}
