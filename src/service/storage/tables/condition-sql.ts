import type { DuckDBValue } from '@duckdb/node-api';
import { cellTest, plainNumber } from '#engine/core/conditions/cell-test';
import { numericRule } from '#engine/core/conditions/column-test';
import type { FurtherColumn } from '#engine/model/dataset';
import type { Condition } from '#shared/conditions';

/** A part of a query with the values of its question marks. */
export interface Sql {
  readonly text: string;
  readonly values: readonly DuckDBValue[];
}

export const sql = (text: string, ...values: DuckDBValue[]): Sql => ({ text, values });

/** All parts hold, or one of them. */
export const joined = (parts: readonly Sql[], by: 'and' | 'or'): Sql => ({
  text: parts.map(({ text }) => `(${text})`).join(` ${by} `),
  values: parts.flatMap(({ values }) => values),
});

const not = ({ text, values }: Sql): Sql => ({ text: `not (${text})`, values });

/** How a query reads the cells of a column. Ids are texts, also where they look like numbers. */
export type QueryCells =
  /** A number; NaN or null where it is missing. */
  | { readonly number: string }
  /** A text; null or empty where it is missing. */
  | { readonly text: string; readonly isId?: boolean }
  /** Rows with a label that passes a condition on `label`; without one, rows with any label. */
  | { readonly labelled: (passes: Sql | null) => Sql; readonly isId?: boolean };

export interface QueryColumn {
  readonly name: string;
  readonly type: FurtherColumn['type'];
  readonly cells: QueryCells;
}

/**
 * A condition as a query: the rows that `columnTest` lets pass. Texts are ordered by code points, there by UTF-16 units: they differ only beyond U+FFFF.
 * @throws INVALID_ARGUMENT naming a value of another type than the column's.
 */
export function conditionSql({ type, cells }: QueryColumn, condition: Condition, place: string): Sql {
  if ('number' in cells) return numberSql(cells.number, type as 'number' | 'date' | 'boolean', condition, place);
  if ('text' in cells) return textSql(`coalesce(${cells.text}, '')`, condition, cells.isId === true);
  return labelsSql(cells.labelled, condition, cells.isId === true);
}

function numberSql(cell: string, type: 'number' | 'date' | 'boolean', condition: Condition, place: string): Sql {
  const { missing, test, targets } = numericRule(type, condition, place);
  const values = targets.map((target) => `'${target}'::DOUBLE`);
  const passes = (): string => {
    if (test === 'any' || test === 'none') return String(test === 'any');
    if (test === 'in' || test === 'not in') return `${cell} ${test} (${values.join(', ')})`;
    return values.map((value) => `${cell} ${test} ${value}`).join(' and ');
  };
  return sql(`case when ${cell} is null or isnan(${cell}) then ${missing} else ${passes()} end`);
}

/** A decimal number as `plainNumber` reads it. */
const numberIn = (cell: string): string =>
  String.raw`case when regexp_full_match(${cell}, '\s*[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?\s*') then try_cast(trim(${cell}) as DOUBLE) end`;

function textSql(cell: string, condition: Condition, isId: boolean): Sql {
  const { is } = condition;
  const missing = cellTest(condition)('');
  const compared = (sign: string): Sql[] =>
    [condition.value].flat().map((target) => {
      const number = isId ? NaN : plainNumber(target);
      if (Number.isNaN(number)) return sql(`${cell} ${sign} ?`, target);
      const own = numberIn(cell);
      return sql(`case when (${own}) is null then ${cell} ${sign} ? else (${own}) ${sign} '${number}'::DOUBLE end`, target);
    });
  const given = (): Sql => {
    if (is === 'has' || is === 'lacks') return sql(String(is === 'has'));
    if (is === '=' || is === 'in') return joined(compared('='), 'or');
    if (is === '!=' || is === 'not in') return not(joined(compared('='), 'or'));
    return joined(compared(is), 'and');
  };
  const { text, values } = given();
  return { text: `case when ${cell} = '' then ${missing} else ${text} end`, values };
}

function labelsSql(labelled: (passes: Sql | null) => Sql, condition: Condition, isId: boolean): Sql {
  const passes = textSql('label', condition, isId);
  const anyLabel = labelled(null);
  const missing = cellTest(condition)('');
  if (condition.is === '!=' || condition.is === 'not in') {
    const none = not(labelled(not(passes)));
    return missing ? none : joined([anyLabel, none], 'and');
  }
  const one = labelled(passes);
  return missing ? joined([not(anyLabel), one], 'or') : one;
}
