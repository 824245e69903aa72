/** A column of a Parquet file; types are DuckDB's. */
export interface ParquetColumn {
  readonly name: string;
  readonly type: 'VARCHAR' | 'DOUBLE' | 'BIGINT' | 'BOOLEAN' | 'VARCHAR[]' | 'FLOAT[]';
}
