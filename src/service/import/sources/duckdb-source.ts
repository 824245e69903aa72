import { dirname } from 'node:path';
import { throwIfCancelled } from '#engine/core/cancellation';
import { isRankLabError, RankLabError } from '#shared/errors';
import { sqlText } from '#shared/sql-text';
import { settings } from '../../storage/tables/database';
import { duckDb } from '../../storage/tables/duckdb-module';
import { identifier, tableIdentifier } from './csv-lines';
import type { SourceAddress, SourceKind, SourceRead } from './table-source';

const cancelCheckMs = 50;

/** A DuckDB file, attached read-only; its query sees no other file. */
export const duckDbSource: SourceKind = {
  schemes: ['duckdb'],
  label: 'DuckDB',
  isFile: true,
  example: 'duckdb:shop.duckdb?table=events',
  async write(address, target, files, read) {
    if (!(await files.stat(address.place))) {
      throw new RankLabError('NOT_FOUND', `There is no file ${address.place}`, { place: address.place, value: address.place });
    }
    const instance = await duckDb().DuckDBInstance.create(':memory:', settings());
    try {
      const connection = await instance.connect();
      const watch = setInterval(() => read.context.signal?.aborted && connection.interrupt(), cancelCheckMs);
      try {
        await connection.run(`attach ${sqlText(address.place)} as source (read_only)`);
        await connection.run('use source');
        await connection.run(`set allowed_directories = [${sqlText(dirname(target))}]`);
        await connection.run('set enable_external_access = false');
        const from = selection(address, read);
        const highest =
          address.watermark === undefined
            ? undefined
            : (
                await connection.runAndReadAll(`select cast(max(${identifier(address.watermark)}) as varchar) from ${from}`)
              ).getRows()[0]?.[0];
        const columns = (await connection.runAndReadAll(`describe select * from ${from}`))
          .getRows()
          .map(([name, type]) => asText(String(name), String(type)));
        const limit = read.limit === undefined ? '' : ` limit ${read.limit}`;
        await connection.run(
          `copy (select ${columns.join(', ')} from ${from}${limit}) to ${sqlText(target)} (format csv, header true, delimiter ',', quote '"', escape '"')`,
        );
        throwIfCancelled(read.context);
        return typeof highest === 'string' ? highest : undefined;
      } finally {
        clearInterval(watch);
        connection.closeSync();
      }
    } catch (error) {
      throwIfCancelled(read.context);
      if (isRankLabError(error)) throw error;
      throw new RankLabError(
        'IMPORT_FAILED',
        `DuckDB: ${(error instanceof Error ? error.message : String(error)).split('\n', 1)[0] ?? ''}`,
        {
          place: address.place,
          remedy: 'Check the table or the query; the file is read only, and must not be open in another program for writing.',
        },
      );
    } finally {
      instance.closeSync();
    }
  },
};

function selection({ table, query, watermark }: SourceAddress, { after }: SourceRead): string {
  const whole = table === undefined ? `(${query ?? ''})` : tableIdentifier(table);
  if (watermark === undefined || after === undefined) return whole;
  return `(select * from ${whole} where ${identifier(watermark)} > ${sqlText(String(after))})`;
}

/** Lists and structures as JSON, because elements may contain any character. */
function asText(name: string, type: string): string {
  const isNested = /\[\d*\]$|^(STRUCT|MAP|UNION)\(/.test(type);
  return `${isNested ? `cast(to_json(${identifier(name)}) as varchar)` : `cast(${identifier(name)} as varchar)`} as ${identifier(name)}`;
}
