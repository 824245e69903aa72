/** A text as an SQL literal, for statements that take no parameters: `it's` is written `'it''s'`. */
export const sqlText = (text: string): string => `'${text.replaceAll("'", "''")}'`;
