/** Properties of a query by name, as JSON Schema. */
export type QueryShape = Readonly<Record<string, { readonly type?: string; readonly items?: { readonly type?: string } }>>;

function coerce(text: string, type: string | undefined): unknown {
  if ((type === 'number' || type === 'integer') && text.trim() !== '' && Number.isFinite(Number(text))) return Number(text);
  if (type === 'boolean' && (text === 'true' || text === 'false')) return text === 'true';
  return text;
}

/** A query string's values with the types the schema asks for; values that do not convert stay text, so that validation reports them. */
export function coerceQuery(query: unknown, shape: QueryShape): Record<string, unknown> {
  const values: Record<string, unknown> = {};
  for (const [name, given] of Object.entries((query ?? {}) as Record<string, string | string[]>)) {
    const expected = Object.hasOwn(shape, name) ? shape[name] : undefined;
    const list = expected?.type === 'array' ? [given].flat() : given;
    values[name] = Array.isArray(list) ? list.map((text) => coerce(text, expected?.items?.type)) : coerce(list, expected?.type);
  }
  return values;
}
