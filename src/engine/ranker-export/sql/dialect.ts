/** Where the two databases differ. */
export interface Dialect {
  readonly double: string;
  readonly texts: string;
  readonly vector: (dimensions: number | undefined) => string;
  /** Parameters of the query, as the client writes them. */
  readonly parameter: (name: string) => string;
  readonly vectorParameter: (name: string, dimensions: number | undefined) => string;
  /** The candidates as rows of item_id and merge_score. */
  readonly candidates: string;
  readonly product: (column: string, parameter: string) => string;
  /** Share under a key of a JSON object; null where it has none. */
  readonly share: (parameter: string, key: string) => string;
  /** Mean share over the item's categories; 0 without any. */
  readonly meanShare: (parameter: string) => string;
  readonly overlaps: (column: string, texts: string) => string;
  readonly deviation: string;
  readonly load: string;
  readonly vectorText: (values: readonly number[]) => string;
  readonly textsText: (texts: readonly string[]) => string;
}

const list = (texts: readonly string[], quote: string): string =>
  texts.map((text) => `${quote}${text.replace(/["\\]/g, (sign) => `\\${sign}`)}${quote}`).join(',');

export const postgres: Dialect = {
  double: 'double precision',
  texts: 'text[]',
  vector: (dimensions) => `vector(${dimensions})`,
  parameter: (name) => `:${name}`,
  vectorParameter: (name) => `:${name}::vector`,
  candidates: 'unnest(:ids::text[], :merge_scores::double precision[]) as candidate(item_id, merge_score)',
  product: (column, parameter) => `-(${column} <#> ${parameter})`,
  share: (parameter, key) => `(${parameter}::jsonb ->> ${key})::double precision`,
  meanShare: (parameter) =>
    `(select coalesce(sum((${parameter}::jsonb ->> category)::double precision), 0) / greatest(count(*), 1) from unnest(categories) as category)`,
  overlaps: (column, texts) => `${column} && array[${texts}]::text[]`,
  deviation: 'stddev_pop',
  load: `\\copy ranklab_items from 'backfill.csv' with (format csv, header)`,
  vectorText: (values) => `[${values.join(',')}]`,
  textsText: (texts) => `{${list(texts, '"')}}`,
};

export const duckdb: Dialect = {
  double: 'DOUBLE',
  texts: 'VARCHAR[]',
  vector: (dimensions) => `FLOAT[${dimensions}]`,
  parameter: (name) => `$${name}`,
  vectorParameter: (name, dimensions) => `$${name}::FLOAT[${dimensions}]`,
  candidates: '(select unnest($ids::VARCHAR[]) as item_id, unnest($merge_scores::DOUBLE[]) as merge_score) as candidate',
  product: (column, parameter) => `array_inner_product(${column}, ${parameter})`,
  share: (parameter, key) => `list_extract(element_at(${parameter}::JSON::MAP(VARCHAR, DOUBLE), ${key}), 1)`,
  meanShare: (parameter) =>
    `coalesce((select coalesce(sum(list_extract(element_at(${parameter}::JSON::MAP(VARCHAR, DOUBLE), category), 1)), 0) / greatest(count(*), 1) from (select unnest(categories) as category)), 0)`,
  overlaps: (column, texts) => `list_has_any(${column}, [${texts}])`,
  deviation: 'stddev_pop',
  load: `copy ranklab_items from 'backfill.csv' (header, nullstr '');`,
  vectorText: (values) => `[${values.join(', ')}]`,
  textsText: (texts) => `[${list(texts, '"')}]`,
};
