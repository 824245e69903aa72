import type { FileOptions } from '#shared/schemas/dataset';
import { userColumnName, furtherOfHeader } from '../csv-files';
import { detectList } from './formats/lists';
import { pipeValues, type FileRole, type FileSpec, type KeptColumn } from './plan';
import type { ColumnProfile } from './profile/profile';

interface FurtherColumnsFound {
  readonly kept: readonly KeptColumn[];
  readonly dropped: readonly string[];
  readonly notes: readonly string[];
}

/** Handles unmapped columns: they are kept with the type of their cells, unless they are empty or an index. */
export function keptColumns(
  role: FileRole,
  columns: readonly ColumnProfile[],
  taken: ReadonlySet<string>,
  keep: FileOptions['keep'] = 'all',
): FurtherColumnsFound {
  const others = columns.filter(({ name }) => !taken.has(name));
  const isWanted = (column: ColumnProfile): boolean =>
    Array.isArray(keep) ? keep.includes(column.name) : keep === 'all' && role !== 'tags' && (role === 'users' || !isUninformative(column));
  const kept = others.filter(isWanted).map(keptColumn);
  return {
    kept,
    dropped: others.filter((column) => !isWanted(column)).map(({ name }) => name),
    notes: others.filter(isWanted).flatMap((column) => uncertaintyNotes(column)),
  };
}

/** Whether the column is empty or a row index that a program wrote beside the data. */
const isUninformative = ({ type, rows, isIndex, name }: ColumnProfile): boolean =>
  (type === 'empty' && rows > 0) || (isIndex && /^(|index|unnamed.*|column 1|row|\(row name\))$/i.test(name.trim()));

function keptColumn(column: ColumnProfile): KeptColumn {
  return {
    column: column.name,
    name: userColumnName(column.name.replace(/:(token|token_seq|float|float_seq)$/, '')),
    type: typeOf(column),
    timestampUnit: column.time?.unit ?? 'iso',
    numbers: column.number?.format ?? 'point',
    lists: column.name.endsWith('_seq') ? { ...pipeValues, separators: [' '] } : { ...pipeValues, ...detectList(column.values) },
  };
}

function typeOf({ name, type, time, number }: ColumnProfile): KeptColumn['type'] {
  if (/:(token|float)_seq$/.test(name)) return 'labels';
  if (type === 'time') return time?.rival !== undefined ? 'text' : time?.unit === 'year' && number ? 'number' : 'date';
  return type === 'empty' ? 'text' : type;
}

function uncertaintyNotes({ name, number, time, type }: ColumnProfile): string[] {
  if (type === 'number' && number?.format === 'comma-thousands' && number.rival) return [`“${name}”: 1,038 is read as one thousand and 38`];
  if (type === 'time' && time?.rival !== undefined) return [`“${name}”: it is not clear whether days or months come first; kept as text`];
  return [];
}

/** Columns of files that RankLab wrote; their headers state name and type. */
export function writtenColumns(
  { role, numbers, multiValues }: Pick<FileSpec, 'role' | 'numbers' | 'multiValues'>,
  names: readonly string[],
  taken: ReadonlySet<string>,
): readonly KeptColumn[] {
  return names.flatMap((column) => {
    if (taken.has(column)) return [];
    const typed = role === 'users' ? { name: userColumnName(column), type: 'text' as const } : furtherOfHeader(column);
    if (!typed) return [];
    return [{ column, ...typed, timestampUnit: 'ms', numbers, lists: multiValues }];
  });
}
