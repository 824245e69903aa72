import { LineReader } from './line-reader';
import type { RunBuilder } from './run-builder';
import { planRunColumns, type RunColumns } from './run-columns';
import type { RunFormat } from './run-format';

/** One JSON object per line; the columns are its keys. */
export const jsonLines: RunFormat = {
  id: 'json-lines',
  label: 'JSON Lines',
  recognises: ([first]) => first?.trimStart().startsWith('{') === true,
  reader(builder, map) {
    let headers: string[] = [];
    let columns: RunColumns | undefined;
    const lines = new LineReader((bytes, start, end, line) => {
      const text = bytes.toString('utf8', start, end).trim();
      if (text === '') return;
      const row = objectOf(text, builder, line);
      if (!columns) {
        headers = Object.keys(row);
        columns = planRunColumns(headers, map, builder.file);
      }
      addRow(builder, row, headers, columns, line);
    });
    return { push: (block) => lines.push(block), finish: () => lines.finish() };
  },
};

function objectOf(text: string, builder: RunBuilder, line: number): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  throw builder.failed(line, 'this is not a JSON object', 'Write one JSON object a line', text.slice(0, 200));
}

const idCell = (value: unknown): Buffer => Buffer.from(typeof value === 'string' || typeof value === 'number' ? String(value) : '');

function addRow(builder: RunBuilder, row: Record<string, unknown>, headers: readonly string[], columns: RunColumns, line: number): void {
  const cell = (index: number): unknown => (index < 0 ? undefined : row[headers[index] as string]);
  const [user, item] = [idCell(cell(columns.user)), idCell(cell(columns.item))];
  builder.user(user, 0, user.length, line);
  builder.item(item, 0, item.length, line);
  for (const role of ['rank', 'score'] as const) {
    if (columns[role] < 0) continue;
    const value = Buffer.from(String(cell(columns[role])));
    builder.number(role, value, 0, value.length, line);
  }
  const roles = new Set([columns.user, columns.item, columns.rank, columns.score].map((index) => headers[index]));
  for (const [name, value] of Object.entries(row)) {
    if (roles.has(name)) continue;
    if (typeof value === 'number') builder.other(name, value, false, line);
    else if (typeof value === 'boolean') builder.other(name, value ? 1 : 0, false, line);
    else if (value !== null && value !== undefined) builder.other(name, NaN, true, line);
  }
}
