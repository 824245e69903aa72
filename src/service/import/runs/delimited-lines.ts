import { detectDelimiter } from '#engine/dataset/importers/dialect/delimiter';
import { uniqueHeaders } from '#engine/dataset/importers/headers';
import type { Fields } from '../fields';
import { RecordScanner } from '../record-scanner';
import { numberIn, type RunBuilder } from './run-builder';
import { planRunColumns, type RunColumns } from './run-columns';
import type { RunFormat } from './run-format';

/** CSV, TSV and similar formats, with a header line. */
export const delimitedLines: RunFormat = {
  id: 'delimited',
  label: 'CSV or TSV',
  recognises: () => true,
  reader(builder, map, head) {
    let headers: string[] = [];
    let columns: RunColumns | undefined;
    const scanner = new RecordScanner(
      { delimiter: detectDelimiter(head), quotes: 'double' },
      {
        record(fields) {
          if (columns) return addRecord(builder, fields, headers, columns);
          headers = uniqueHeaders(Array.from({ length: fields.count }, (_, index) => fields.text(index))).names;
          columns = planRunColumns(headers, map, builder.file);
          scanner.expectedFields = fields.count;
        },
        reject(line, _column, problem, bytes, start, end) {
          if (problem === 'empty-line') return;
          const text = bytes.toString('utf8', start, Math.min(end, start + 200));
          throw builder.failed(line, problem.replaceAll('-', ' '), `Give every line ${headers.length} columns, as the header has`, text);
        },
      },
    );
    return { push: (block) => scanner.push(block), finish: () => scanner.finish() };
  },
};

function addRecord(builder: RunBuilder, fields: Fields, headers: readonly string[], columns: RunColumns): void {
  const { bytes, line } = fields;
  for (const role of ['user', 'item'] as const) {
    const index = columns[role];
    if (fields.escaped[index] === 1) {
      const text = Buffer.from(fields.text(index));
      builder[role](text, 0, text.length, line);
    } else builder[role](bytes, fields.starts[index] as number, fields.ends[index] as number, line);
  }
  for (const role of ['rank', 'score'] as const) {
    const index = columns[role];
    if (index >= 0) builder.number(role, bytes, fields.starts[index] as number, fields.ends[index] as number, line);
  }
  for (const index of columns.others) {
    const name = headers[index] as string;
    if (builder.textColumns.has(name)) continue;
    const value = fields.isEmpty(index) ? NaN : numberIn(bytes, fields.starts[index] as number, fields.ends[index] as number);
    builder.other(name, value, Number.isNaN(value) && !fields.isEmpty(index), line);
  }
}
