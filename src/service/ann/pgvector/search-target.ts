import type { AnnMetric } from '#engine/ann/port';
import type { CollectionPlan } from './collection-plan';
import { tableName } from './identifiers';

/** The table that a search reads: a collection of ours, or one that exists. */
export interface SearchTarget {
  /** Table and columns, quoted. */
  readonly table: string;
  readonly idColumn: string;
  readonly vectorColumn: string;
  /** The SQL type of the ids. */
  readonly idType: string;
  readonly operator: '<#>' | '<->' | '<=>';
  /** Larger is better; as VectorSearchResult defines it. */
  scoreOf(distance: number): number;
  /** The id in the table, and back; undefined for ids that the index does not know. */
  readonly idOf: (row: number) => string;
  rowOf(id: string): number | undefined;
  /** Whether queries are compared with length 1. */
  readonly unitQueries: boolean;
  /** Whether the table may hold rows that the index does not know. */
  readonly hasForeignRows: boolean;
  /** A statement at the start of each transaction. */
  readonly preamble?: string;
}

const scores: Record<SearchTarget['operator'], (distance: number) => number> = {
  '<#>': (distance) => -distance,
  '<->': (distance) => -(distance ** 2),
  // A zero vector has no angle.
  '<=>': (distance) => (Number.isNaN(distance) ? 0 : 1 - distance),
};

export const scoreFor = (operator: SearchTarget['operator']): SearchTarget['scoreOf'] => scores[operator];

export const operatorFor: Record<AnnMetric, SearchTarget['operator']> = { 'inner-product': '<#>', l2: '<->', cosine: '<=>' };

/** A collection of ours: vectors of length 1 for cosine, so that the inner product serves. */
export function ownTarget({ schema, name, metric }: Pick<CollectionPlan, 'schema' | 'name' | 'metric'>): SearchTarget {
  const operator = metric === 'l2' ? '<->' : '<#>';
  return {
    table: tableName(schema, name),
    idColumn: 'id',
    vectorColumn: 'embedding',
    idType: 'integer',
    operator,
    scoreOf: scoreFor(operator),
    idOf: String,
    rowOf: Number,
    unitQueries: metric === 'cosine',
    hasForeignRows: false,
  };
}
