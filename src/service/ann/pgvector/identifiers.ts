/** A quoted name of SQL. */
export const identifier = (name: string): string => `"${name.replaceAll('"', '""')}"`;

/** A table of a schema. */
export const tableName = (schema: string, table: string): string => `${identifier(schema)}.${identifier(table)}`;

/** The table that is filled; it gets the collection's name when it is complete. */
export const loadName = (name: string): string => `${name}_load`;

/** The ids of these rows as an array of PostgreSQL in text. */
export const idArray = (rows: Int32Array, { idOf }: { readonly idOf: (row: number) => string }): string =>
  `{${Array.from(rows, (row) => `"${idOf(row).replace(/[\\"]/g, '\\$&')}"`).join(',')}}`;
