import { bareFormula } from '#engine/dataset/csv-cells';
import { userColumnName } from '#engine/dataset/csv-files';
import type { FileSpec } from '#engine/dataset/importers/plan';
import { importLimits } from '#engine/dataset/importers/rules';
import { idCode, idProblem } from './id-field';
import type { ImportTables } from './import-tables';
import { rejected, type Rejection } from './reject-log';
import type { RowHandler } from './row-reader';
import type { Fields } from './fields';

/** Rows of a users file; its further columns are kept for segments. */
export class UserRows {
  readonly #lines = new Map<number, number>();

  constructor(private readonly tables: ImportTables) {}

  handler(spec: FileSpec): RowHandler {
    let idColumn = -1;
    let others: { index: number; name: string; labels: (string | undefined)[] }[] = [];
    return {
      begin: (columns) => {
        idColumn = columns.indexOf(spec.mapping['user'] ?? '');
        others = columns
          .map((name, index) => ({ name, index }))
          .filter(({ index }) => spec.keepOtherColumns && index !== idColumn)
          .map(({ name, index }) => ({ index, name, labels: this.tables.userColumn(userColumnName(name)) }));
      },
      row: (fields) => this.#row(fields, idColumn, others, spec),
    };
  }

  #row(
    fields: Fields,
    idColumn: number,
    others: readonly { index: number; name: string; labels: (string | undefined)[] }[],
    spec: FileSpec,
  ): Rejection | undefined {
    const name = spec.mapping['user'] ?? '';
    const problem = idProblem(fields, idColumn, 'missing-user');
    if (problem) return rejected(name, problem);
    const long = others.find(
      ({ index }) => (fields.ends[index] as number) - (fields.starts[index] as number) > importLimits.textCharacters,
    );
    if (long) return rejected(long.name, 'text-too-long');
    const row = idCode(this.tables.users, fields, idColumn, spec.inertFormulas, true);
    const earlier = this.#lines.get(row);
    if (earlier !== undefined) return rejected(name, 'duplicate-id', { line: earlier });
    this.#lines.set(row, fields.line);
    for (const { index, labels } of others) {
      const text = fields.text(index);
      labels[row] = text === '' ? undefined : spec.inertFormulas ? bareFormula(text) : text;
    }
    return undefined;
  }
}
