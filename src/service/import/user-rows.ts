import { bareFormula } from '#engine/dataset/csv-cells';
import type { FileSpec, ImportPlan } from '#engine/dataset/importers/plan';
import { importLimits } from '#engine/dataset/importers/limits';
import type { Fields } from './fields';
import { IdField } from './id-field';
import type { ImportTables } from './import-tables';
import { MissingMarks } from './missing-marks';
import { rejected, type Rejection } from './reject-log';
import { RepeatedIds } from './repeated-ids';
import { rowFilter } from './row-filter';
import type { RowHandler } from './row-reader';

interface Readers {
  readonly spec: FileSpec;
  readonly user: IdField;
  readonly others: readonly { readonly index: number; readonly name: string; readonly labels: (string | undefined)[] }[];
  readonly marks: MissingMarks;
  readonly filter: (fields: Fields) => Rejection | undefined;
}

/** Rows of a users file; its further columns are kept for segments. */
export class UserRows {
  readonly #repeated = new RepeatedIds('user');

  constructor(
    private readonly tables: ImportTables,
    private readonly sameIds: ImportPlan['sameIds'],
  ) {}

  handler(spec: FileSpec): RowHandler {
    let readers: Readers | undefined;
    return {
      begin: (columns) => {
        const marks = new MissingMarks(spec);
        const column = spec.mapping['user'] ?? '';
        readers = {
          spec,
          user: new IdField(column, columns.indexOf(column), 'missing-user', marks, spec.inertFormulas, this.sameIds),
          others: spec.kept.map(({ column: kept, name }) => ({ index: columns.indexOf(kept), name, labels: this.tables.userColumn(name) })),
          marks,
          filter: rowFilter(spec.where, columns, spec.file),
        };
      },
      row: (fields) => (readers ? this.#row(readers, fields) : undefined),
      problems: () => [],
    };
  }

  #row({ spec, user, others, marks, filter }: Readers, fields: Fields): Rejection | undefined {
    const unwanted = filter(fields) ?? user.problem(fields);
    if (unwanted) return unwanted;
    const long = others.find(
      ({ index }) => (fields.ends[index] as number) - (fields.starts[index] as number) > importLimits.textCharacters,
    );
    if (long) return rejected(long.name, 'text-too-long');
    const row = user.codeIn(this.tables.users, fields, true);
    const { refusal, replacement } = this.#repeated.enter(row, fields.line, user.column, spec.repeatedIds);
    if (refusal) return refusal;
    for (const { index, labels } of others) {
      const text = marks.isMissing(fields, index, false) ? '' : fields.text(index);
      labels[row] = text === '' ? undefined : spec.inertFormulas ? bareFormula(text) : text;
    }
    return replacement;
  }
}
