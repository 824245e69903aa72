import { duckDbSource } from './duckdb-source';
import { postgresSource } from './postgres-source';
import { sqliteSource } from './sqlite-source';
import type { SourceKind } from './table-source';

/** Tables outside of files. A new kind is a file here and a line. */
export const sourceKinds: readonly SourceKind[] = [sqliteSource, duckDbSource, postgresSource];
