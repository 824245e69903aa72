import type { DuckDBConnection, DuckDBDataChunk } from '@duckdb/node-api';
import { multiLabelColumn } from '#engine/core/containers/label-columns';
import type { FurtherColumn, FurtherColumns } from '#engine/model/dataset';
import { rawVector } from './column-appender';
import { furtherColumn, furtherLabelFamily, type FurtherOwner } from './dataset-schema';

type Cells = Float64Array | Int32Array | string[];
interface Target {
  readonly name: string;
  readonly type: FurtherColumn['type'];
  readonly cells: Cells;
  readonly labels: readonly string[];
}

/** Reads a table's further columns along with the known ones: add `selected` to the query and give it every chunk. */
export class FurtherReader {
  private constructor(private readonly targets: readonly Target[]) {}

  static async open(connection: DuckDBConnection, owner: FurtherOwner, count: number): Promise<FurtherReader> {
    const query = 'select name, type from further_columns where owner = ? order by position';
    const found = (await connection.runAndReadAll(query, [owner])).getRows();
    const targets: Target[] = [];
    for (const [position, [name, type]] of found.entries()) {
      const family = furtherLabelFamily(owner, position);
      const labels = (await connection.runAndReadAll('select label from labels where family = ? order by code', [family])).getRows();
      targets.push({
        name: String(name),
        type: String(type) as FurtherColumn['type'],
        cells: type === 'text' ? new Int32Array(count) : type === 'labels' ? [] : new Float64Array(count),
        labels: labels.map(([label]) => String(label)),
      });
    }
    return new FurtherReader(targets);
  }

  /** Select list to append to the known columns, with a leading comma. */
  get selected(): string {
    return this.targets.map((_, position) => `, ${furtherColumn(position)}`).join('');
  }

  /** Reads the chunk's columns from index `first` on, for the rows from `at` on. */
  take(chunk: DuckDBDataChunk, first: number, at: number): void {
    for (const [position, { cells }] of this.targets.entries()) {
      const column = first + position;
      if (Array.isArray(cells)) for (const cell of chunk.getColumnValues(column)) cells.push(cell as string);
      else cells.set(rawVector<Float64Array>(chunk, column).items, at);
    }
  }

  columns(): FurtherColumns {
    return Object.fromEntries(this.targets.map((target) => [target.name, columnOf(target)]));
  }
}

function columnOf({ type, cells, labels }: Target): FurtherColumn {
  if (Array.isArray(cells)) return { type: 'labels', ...multiLabelColumn(cells.map((cell) => JSON.parse(cell) as string[])) };
  if (cells instanceof Int32Array) return { type: 'text', labels, codes: cells };
  return { type: type === 'number' || type === 'date' ? type : 'boolean', values: cells };
}
