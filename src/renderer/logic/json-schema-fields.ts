import { readable } from '#shared/words';

/** The fields of a registry entry's parameters, read from its JSON Schema, as a form needs them. */
export type SchemaField = {
  readonly name: string;
  readonly label: string;
  readonly description: string | undefined;
  readonly defaultValue: unknown;
  /** What an empty field stands for, in words. */
  readonly whenEmpty: string | undefined;
  /** The number that an empty field stands for, unless another field is given. */
  readonly valueWhenEmpty: { readonly value: number; readonly unlessGiven: string | undefined } | undefined;
} & (
  | { readonly kind: 'number'; readonly minimum: number | undefined; readonly maximum: number | undefined; readonly integer: boolean }
  | { readonly kind: 'choice'; readonly options: readonly FieldOption[] }
  /** A moment in milliseconds since 1970: its name ends in `Ms`. */
  | { readonly kind: 'moment' }
  | { readonly kind: 'switch' }
  /** `suggestions` names a list of values that the service knows. */
  | { readonly kind: 'text'; readonly suggestions: string | undefined }
  /** Several of these, in this order. */
  | { readonly kind: 'choices'; readonly options: readonly FieldOption[] }
  /** Parameters of their own, under one heading. */
  | { readonly kind: 'group'; readonly schema: Schema }
);

/** A value to choose and its name: the schema's `labels` have it, otherwise it is the value as a word. */
export interface FieldOption {
  readonly value: string;
  readonly label: string;
}

type Schema = Readonly<Record<string, unknown>>;
const isSchema = (value: unknown): value is Schema => value !== null && typeof value === 'object' && !Array.isArray(value);
const numberOf = (value: unknown): number | undefined =>
  typeof value === 'number' && Math.abs(value) < Number.MAX_SAFE_INTEGER ? value : undefined;
const textOf = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

export function schemaFields(schema: Schema): SchemaField[] {
  const properties = schema.properties;
  if (!isSchema(properties)) return [];
  return Object.entries(properties).flatMap(([name, raw]) => {
    const property = isSchema(raw) ? simplify(raw) : undefined;
    return property ? toField(name, property) : [];
  });
}

/** `anyOf: [X, null]` is an optional X. */
function simplify(schema: Schema): Schema {
  const options = schema.anyOf;
  if (!Array.isArray(options)) return schema;
  const real = options.filter((option) => isSchema(option) && option.type !== 'null') as Schema[];
  return real.length === 1 ? { ...schema, ...real[0] } : schema;
}

function toField(name: string, schema: Schema): SchemaField[] {
  const common = {
    name,
    label: textOf(schema.title) ?? readable(name),
    description: textOf(schema.description),
    defaultValue: schema.default,
    whenEmpty: textOf(schema.whenEmpty),
    valueWhenEmpty:
      typeof schema.valueWhenEmpty === 'number' ? { value: schema.valueWhenEmpty, unlessGiven: textOf(schema.unlessGiven) } : undefined,
  };
  if (Array.isArray(schema.enum)) return [{ ...common, kind: 'choice', options: optionsOf(schema.enum, schema.labels) }];
  switch (schema.type) {
    case 'number':
    case 'integer': {
      if (/(^at|At)Ms$/.test(name)) return [momentField(common)];
      const minimum = numberOf(schema.minimum) ?? numberOf(schema.exclusiveMinimum);
      const maximum = numberOf(schema.maximum) ?? numberOf(schema.exclusiveMaximum);
      return [{ ...common, kind: 'number', minimum, maximum, integer: schema.type === 'integer' }];
    }
    case 'boolean':
      return [{ ...common, kind: 'switch' }];
    case 'string':
      return [{ ...common, kind: 'text', suggestions: textOf(schema.suggestions) }];
    case 'array':
      return isSchema(schema.items) && Array.isArray(schema.items.enum)
        ? [{ ...common, kind: 'choices', options: optionsOf(schema.items.enum, schema.items.labels) }]
        : [];
    case 'object':
      return schemaFields(schema).length > 0 ? [{ ...common, kind: 'group', schema }] : [];
    default:
      return [];
  }
}

const optionsOf = (values: readonly unknown[], labels: unknown): FieldOption[] =>
  values.map(String).map((value) => ({ value, label: (isSchema(labels) && textOf(labels[value])) || readable(value) }));

/** The form takes a date, so the words of the JSON about its unit are left out. */
const momentField = (common: Omit<SchemaField, 'kind'>): SchemaField => ({
  ...common,
  label: common.name === 'atMs' ? 'From' : readable(common.name.replace(/Ms$/, '')),
  description: common.description?.replace(', milliseconds since 1970', ' (UTC)'),
  kind: 'moment',
});
