import { bareFormula } from '#engine/dataset/csv-cells';
import { importLimits } from '#engine/dataset/importers/limits';
import type { FileSpec } from '#engine/dataset/importers/plan';
import { RankLabError } from '#shared/errors';
import { ByteTable } from './byte-table';
import type { Fields } from './fields';
import type { ImportTables } from './import-tables';
import type { MissingMarks } from './missing-marks';
import { leftOut, rejected, type Rejection } from './reject-log';

/** Reads kinds with a cache of codes by spelling, because kinds repeat. */
export class KindReader {
  readonly #spellings = new ByteTable();
  readonly #codes: (number | Rejection)[] = [];
  #default: number | Rejection | undefined;

  constructor(
    private readonly tables: ImportTables,
    private readonly spec: FileSpec,
    private readonly index: number,
    private readonly marks: MissingMarks,
  ) {}

  /** The kind's code, or why the row has none. Without a column or a cell: the default kind. */
  codeOf(fields: Fields): number | Rejection {
    const { index } = this;
    if (index < 0 || this.marks.isMissing(fields, index, true)) return (this.#default ??= this.#code(this.spec.defaultKind));
    const spelling = this.#spellings.add(fields.bytes, fields.starts[index] as number, fields.ends[index] as number);
    return (this.#codes[spelling] ??= this.#code(fields.text(index)));
  }

  #code(kind: string): number | Rejection {
    const { kinds, inertFormulas, mapping } = this.spec;
    const written = inertFormulas ? bareFormula(kind) : kind;
    const name = mapping['kind'] ?? '';
    if (written.length > importLimits.kindCharacters) return rejected(name, 'kind-too-long');
    const renamed = Object.hasOwn(kinds, written) ? kinds[written] : written;
    if (renamed === null || renamed === undefined) return leftOut(`the kind “${written}” is left out`);
    const code = this.tables.kindCode(renamed);
    return code < 0 ? { column: name, reason: `more than ${importLimits.kindCount} kinds` } : code;
  }
}

const noKindSet = leftOut('no column of the kinds is set');

/** 0/1 columns of kinds: every 1 is an interaction of that kind. */
export class FlagKinds {
  readonly #flags: readonly { readonly index: number; readonly code: number }[];

  /** @throws INVALID_ARGUMENT naming a column that the file does not have. */
  constructor(tables: ImportTables, { flags, file }: FileSpec, columns: readonly string[]) {
    this.#flags = Object.entries(flags).map(([column, kind]) => {
      const index = columns.indexOf(column);
      const code = tables.kindCode(kind);
      if (index >= 0 && code >= 0) return { index, code };
      const message =
        index < 0
          ? `${file} has no column “${column}”; it has ${columns.slice(0, 30).join(', ')}`
          : `more than ${importLimits.kindCount} kinds`;
      throw new RankLabError('INVALID_ARGUMENT', message, { place: 'flags', value: column, remedy: 'Check the names of the columns.' });
    });
  }

  codesOf(fields: Fields): readonly number[] | Rejection {
    const set = this.#flags.filter(({ index }) => isSet(fields.text(index))).map(({ code }) => code);
    return set.length > 0 ? set : noKindSet;
  }
}

const isSet = (cell: string): boolean => /^(1(\.0+)?|true|yes|t|y)$/i.test(cell.trim());
