import { Select } from '@mantine/core';
import type { ReactElement, ReactNode } from 'react';
import type { BuildSettings } from '#shared/schemas/model';
import type { Registries } from '#shared/schemas/system';
import { SchemaForm } from '../../components/schema-form';
import { choose, withParams, type Part } from './logic/build-settings';
import layout from '../../components/form-and-results.module.css';
import classes from './model.module.css';

interface PartProps {
  readonly part: Part;
  readonly label: string;
  /** Text of the choice that names no entry. */
  readonly none?: string;
  readonly noneValue?: string;
  readonly entries: Registries['factorMethods'];
  readonly value: string | null;
  readonly params: Readonly<Record<string, unknown>>;
  readonly settings: BuildSettings;
  readonly onChange: (settings: BuildSettings) => void;
  readonly children?: ReactNode;
  /** What else is chosen, while the part is folded. */
  readonly summary?: string;
  /** Below the parameters. */
  readonly footer?: ReactNode;
}

/** One part of a build, folded: the choice of an entry of its registry, and the form of its parameters. */
export function PartForm({
  part,
  label,
  none,
  noneValue = '',
  entries,
  value,
  params,
  settings,
  onChange,
  children,
  summary,
  footer,
}: PartProps): ReactElement {
  const entry = entries.find(({ id }) => id === value);
  const options = entries.map(({ id, label: name }) => ({ value: id, label: name }));
  const pick = (id: string | null): void => onChange(choose(settings, part, id === '' ? null : id));
  return (
    <details className={classes.part}>
      <summary>
        <b>{label}</b> <span>{[entry?.label ?? none, summary].filter(Boolean).join(' · ')}</span>
      </summary>
      <Select
        label={label}
        allowDeselect={false}
        data={none === undefined ? options : [{ value: noneValue, label: none }, ...options]}
        value={value ?? noneValue}
        onChange={pick}
      />
      {entry && <p className={layout.hint}>{entry.description}</p>}
      {children}
      {entry && <SchemaForm schema={entry.params} values={params} onChange={(next) => onChange(withParams(settings, part, next))} />}
      {footer}
    </details>
  );
}
