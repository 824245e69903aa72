import type { Effort } from '../engines/complete-search';
import type { CollectionPlan } from './collection-plan';
import type { SearchTarget } from './search-target';

export interface StatementRequest {
  readonly target: SearchTarget;
  readonly column: string;
  readonly dimensions: number;
  readonly effort: Effort;
  readonly filter: 'allow' | 'deny' | undefined;
  readonly hasDeny: boolean;
}

/**
 * All queries in one statement. Parameters: $1 the queries as text, $2 rows per query, then the ids of the filter as an array, then for each query its
 * denied ids as the text of an array.
 */
export function searchStatement({ target, column, dimensions, effort, filter, hasDeny }: StatementRequest): string {
  const { table, idColumn, vectorColumn, idType, operator } = target;
  const type = `${column}(${dimensions})`;
  const denyParameter = filter ? '$4' : '$3';
  const conditions = [
    ...(filter === 'allow' ? [`row.${idColumn} = any($3::${idType}[])`] : []),
    ...(filter === 'deny' ? [`row.${idColumn} <> all($3::${idType}[])`] : []),
    ...(hasDeny ? [`row.${idColumn} <> all(asked.denied)`] : []),
  ];
  const distance = `row.${vectorColumn} ${operator} asked.query`;
  // No index has the sum, so every row is compared.
  const order = effort === 'every-row' ? `(${distance}) + 0, row.${idColumn}` : distance;
  return `with asked as materialized (
    select number, query::${type} as query ${hasDeny ? `, denied::${idType}[] as denied` : ''}
    from unnest($1::text[] ${hasDeny ? `, ${denyParameter}::text[]` : ''}) with ordinality as given(query ${hasDeny ? ', denied' : ''}, number))
  select asked.number::integer - 1 as query, near.id, near.distance
  from asked cross join lateral (
    select row.${idColumn} as id, ${distance} as distance from ${table} as row
    ${conditions.length > 0 ? `where ${conditions.join(' and ')}` : ''} order by ${order} limit $2::integer) as near`;
}

/** Run-time settings of a search, as SET LOCAL statements. `fetched`: rows per query, denied ones included. */
export function searchSettings(
  { method, names, count }: Pick<CollectionPlan, 'method' | 'names' | 'count'>,
  effort: Effort,
  fetched: number,
  { efSearch, nprobe }: { readonly efSearch?: number | undefined; readonly nprobe?: number | undefined },
): string {
  if (!method || effort === 'every-row') return '';
  const thorough = effort === 'thorough';
  const values: [setting: string | null, value: string | number][] =
    method.name === 'hnsw'
      ? [
          [names.efSearch, thorough ? mostCandidates : Math.min(mostCandidates, Math.max(efSearch ?? Math.max(64, 2 * fetched), fetched))],
          [names.hnswIterativeScan, 'strict_order'],
          ...(thorough ? [[names.hnswScanLimit, Math.min(2 ** 31 - 1, Math.max(20_000, count))] as [string | null, number]] : []),
        ]
      : [
          [names.probes, thorough ? method.lists : Math.min(method.lists, nprobe ?? Math.max(8, Math.ceil(method.lists / 16)))],
          // Lists are read whole, so their order does not matter: the answer is sorted here.
          [names.ivfflatIterativeScan, 'relaxed_order'],
        ];
  return values.flatMap(([setting, value]) => (setting === null ? [] : [`set local ${setting} = ${value}`])).join('; ');
}

/** The largest hnsw.ef_search. */
const mostCandidates = 1_000;
