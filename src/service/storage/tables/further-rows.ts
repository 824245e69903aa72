import type { FurtherValue } from '#shared/schemas/dataset';
import type { Database, Row } from './database';
import { furtherColumn, furtherLabelFamily, type FurtherOwner } from './dataset-schema';

/** The given cells of a page's further columns by name, in the order of the rows, which must have these columns. Dates are in ISO 8601. */
export async function furtherOfRows(
  database: Database,
  owner: FurtherOwner,
  rows: readonly Row[],
): Promise<Readonly<Record<string, FurtherValue>>[]> {
  const columns = await database.rows('select name, type, position from further_columns where owner = ? order by position', [owner]);
  const cells = rows.map((): [string, FurtherValue][] => []);
  for (const { name, type, position } of columns) {
    const stored = rows.map((row) => row[furtherColumn(Number(position))]);
    const read = type === 'text' ? await textReader(database, owner, Number(position), stored) : readers[String(type)];
    stored.forEach((cell, at) => {
      const value = cell === null || cell === undefined ? undefined : read?.(cell);
      if (value !== undefined) cells[at]?.push([String(name), value]);
    });
  }
  return cells.map((entries) => Object.fromEntries(entries));
}

type CellReader = (cell: unknown) => FurtherValue | undefined;
const number: CellReader = (cell) => (typeof cell === 'number' && Number.isFinite(cell) ? cell : undefined);
const readers: Readonly<Record<string, CellReader>> = {
  number,
  date: (cell) => (number(cell) === undefined ? undefined : new Date(Number(cell)).toISOString()),
  boolean: (cell) => (number(cell) === undefined ? undefined : cell === 1),
  labels: (cell) => {
    const labels = JSON.parse(String(cell)) as string[];
    return labels.length > 0 ? labels : undefined;
  },
};

/** Texts are stored as codes; only those of these cells are looked up. */
async function textReader(database: Database, owner: FurtherOwner, position: number, stored: readonly unknown[]): Promise<CellReader> {
  const codes = [...new Set(stored.map(Number))].filter((code) => code >= 0);
  if (codes.length === 0) return () => undefined;
  const found = await database.rows(`select code, label from labels where family = ? and code in (${codes.join(',')})`, [
    furtherLabelFamily(owner, position),
  ]);
  const labels = new Map(found.map(({ code, label }) => [Number(code), String(label)]));
  return (cell) => labels.get(Number(cell));
}
