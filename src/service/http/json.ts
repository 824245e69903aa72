import { z } from 'zod';

/** Values without a JSON form are written as REST clients expect: big integers as strings, typed arrays as arrays, NaN as null. */
function replacer(_key: string, value: unknown): unknown {
  if (typeof value === 'bigint') return value.toString();
  if (ArrayBuffer.isView(value) && !(value instanceof DataView)) return Array.from(value as unknown as ArrayLike<number>);
  return value;
}

/** Whether any part of a JSON Schema is unconstrained (`{}`). */
function hasUnconstrainedPart(schema: unknown): boolean {
  if (typeof schema !== 'object' || schema === null) return false;
  if (Array.isArray(schema)) return schema.some(hasUnconstrainedPart);
  const keywords = Object.keys(schema).filter((key) => key !== 'description' && key !== '$schema');
  if (keywords.length === 0) return true;
  const { properties, ...rest } = schema as { properties?: Record<string, unknown> };
  return Object.values(properties ?? {}).some(hasUnconstrainedPart) || Object.values(rest).some(hasUnconstrainedPart);
}

function isPlain(schema: z.ZodType): boolean {
  try {
    return !hasUnconstrainedPart(z.toJSONSchema(schema, { io: 'output' }));
  } catch {
    return false; // zod refuses what JSON cannot represent
  }
}

/**
 * The function that writes values of `schema` as JSON. A replacer makes writing several times slower, so it is used
 * only where the schema allows values that need it.
 */
export function jsonWriter(schema: z.ZodType | undefined): (value: unknown) => string {
  if (schema && isPlain(schema)) return (value) => JSON.stringify(value);
  return (value) => JSON.stringify(value, replacer);
}
