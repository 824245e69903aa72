import { Fieldset, MultiSelect, NumberInput, Select, Stack, Switch, TextInput } from '@mantine/core';
import type { ReactElement } from 'react';
import { schemaFields, type SchemaField } from '../logic/json-schema-fields';

interface Props {
  readonly schema: Readonly<Record<string, unknown>>;
  readonly values: Readonly<Record<string, unknown>>;
  readonly onChange: (values: Record<string, unknown>) => void;
  readonly disabled?: boolean;
  /** Values that text fields can take, by the name that their schemas give. */
  readonly suggestions?: Suggestions | undefined;
}

type Suggestions = Readonly<Record<string, readonly { readonly value: string; readonly label: string }[]>>;

/** A form for a registry entry's parameters, generated from its JSON Schema. Untouched fields keep their defaults. */
export function SchemaForm({ schema, values, onChange, disabled = false, suggestions = {} }: Props): ReactElement {
  const set = (name: string, value: unknown): void => {
    const rest = Object.fromEntries(Object.entries(values).filter(([key]) => key !== name));
    onChange(value === undefined ? rest : { ...rest, [name]: value });
  };
  return (
    <Stack gap={10}>
      {schemaFields(schema).map((field) => (
        <Field
          key={field.name}
          field={field}
          value={values[field.name] ?? field.defaultValue}
          disabled={disabled}
          suggestions={suggestions}
          onChange={(value) => set(field.name, value)}
        />
      ))}
    </Stack>
  );
}

interface FieldProps {
  readonly field: SchemaField;
  readonly value: unknown;
  readonly disabled: boolean;
  readonly suggestions: Suggestions;
  readonly onChange: (value: unknown) => void;
}

function Field({ field, value, disabled, suggestions, onChange }: FieldProps): ReactElement {
  const common = { label: field.label, description: field.description, disabled, placeholder: field.whenEmpty };
  switch (field.kind) {
    case 'number':
      return (
        <NumberInput
          {...common}
          value={typeof value === 'number' ? value : ''}
          {...(field.minimum !== undefined && { min: field.minimum })}
          {...(field.maximum !== undefined && { max: field.maximum })}
          allowDecimal={!field.integer}
          thousandSeparator=","
          onChange={(next) => onChange(typeof next === 'number' ? next : undefined)}
        />
      );
    case 'moment':
      return <MomentField common={common} value={value} onChange={onChange} />;
    case 'choice':
      return (
        <Select
          {...common}
          data={[...field.options]}
          value={typeof value === 'string' ? value : null}
          allowDeselect={false}
          comboboxProps={{ withinPortal: false }}
          onChange={(next) => onChange(next ?? undefined)}
        />
      );
    case 'choices':
      return (
        <MultiSelect
          {...common}
          data={[...field.options]}
          value={Array.isArray(value) ? value.map(String) : []}
          comboboxProps={{ withinPortal: false }}
          onChange={(next) =>
            onChange(next.length === 0 ? undefined : field.options.flatMap((option) => (next.includes(option.value) ? [option.value] : [])))
          }
        />
      );
    case 'group':
      return <GroupField field={field} {...{ value, disabled, suggestions, onChange }} />;
    case 'switch':
      return (
        <Switch
          label={field.label}
          description={field.description}
          disabled={disabled}
          checked={value === true}
          onChange={(event) => onChange(event.currentTarget.checked)}
        />
      );
    case 'text':
      return <TextField field={field} common={common} value={value} suggestions={suggestions} onChange={onChange} />;
  }
}

interface MomentProps {
  readonly common: { readonly label: string; readonly description: string | undefined; readonly disabled: boolean };
  readonly value: unknown;
  readonly onChange: (value: unknown) => void;
}

/** A moment in UTC, held in milliseconds since 1970. */
const MomentField = ({ common, value, onChange }: MomentProps): ReactElement => (
  <TextInput
    {...common}
    type="datetime-local"
    value={typeof value === 'number' ? new Date(value).toISOString().slice(0, 16) : ''}
    onChange={({ currentTarget }) => {
      const moment = Date.parse(`${currentTarget.value}Z`);
      onChange(Number.isNaN(moment) ? undefined : moment);
    }}
  />
);

/** Parameters within a parameter; unset where all of them keep their defaults. */
function GroupField({ field, value, disabled, suggestions, onChange }: FieldProps & { readonly field: FieldOf<'group'> }): ReactElement {
  const values = typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  return (
    <Fieldset legend={field.label} disabled={disabled}>
      <SchemaForm
        schema={field.schema}
        values={values}
        disabled={disabled}
        suggestions={suggestions}
        onChange={(next) => onChange(Object.keys(next).length === 0 ? undefined : next)}
      />
    </Fieldset>
  );
}

type FieldOf<Kind extends SchemaField['kind']> = Extract<SchemaField, { readonly kind: Kind }>;

interface TextProps extends Omit<FieldProps, 'disabled'> {
  readonly field: FieldOf<'text'>;
  readonly common: { readonly label: string; readonly description: string | undefined; readonly disabled: boolean };
}

/** A text, chosen from the suggestions where there are any. */
function TextField({ field, common, value, suggestions, onChange }: TextProps): ReactElement {
  const known = field.suggestions === undefined ? undefined : suggestions[field.suggestions];
  if (known && known.length > 0) {
    const unlisted = typeof value === 'string' && known.every((option) => option.value !== value) ? [{ value, label: value }] : [];
    return (
      <Select
        {...common}
        searchable
        data={[...known, ...unlisted]}
        value={typeof value === 'string' ? value : null}
        allowDeselect={false}
        comboboxProps={{ withinPortal: false }}
        onChange={(next) => onChange(next ?? undefined)}
      />
    );
  }
  return (
    <TextInput
      {...common}
      value={typeof value === 'string' ? value : ''}
      onChange={(event) => onChange(event.currentTarget.value === '' ? undefined : event.currentTarget.value)}
    />
  );
}
