import type * as DuckDbModule from '@duckdb/node-api';
import { createRequire } from 'node:module';

type DuckDb = typeof DuckDbModule;

let loaded: DuckDb | undefined;

/**
 * DuckDB's module, loaded on first use: a native library of 70 MB that many runs do not need. `require` and not `import`, since the
 * latter first analyses the several hundred CommonJS files for their exports, which takes longer than loading them.
 */
export function duckDb(): DuckDb {
  loaded ??= createRequire(import.meta.url)('@duckdb/node-api') as DuckDb;
  return loaded;
}
