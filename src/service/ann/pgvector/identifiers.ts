/** A quoted name of SQL. */
export const identifier = (name: string): string => `"${name.replaceAll('"', '""')}"`;

/** A table of a schema. */
export const tableName = (schema: string, table: string): string => `${identifier(schema)}.${identifier(table)}`;

/** An array of PostgreSQL as text. */
export const integerArray = (ids: Int32Array): string => `{${ids.join(',')}}`;
