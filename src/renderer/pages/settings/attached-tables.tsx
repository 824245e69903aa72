import { Select, Switch, TextInput } from '@mantine/core';
import type { ReactElement } from 'react';
import type { AttachedTable, PgvectorConnection } from '#shared/schemas/index-engine';
import { attachedKinds, attachedMetrics } from './attached-kinds';
import classes from './settings.module.css';

type Attached = PgvectorConnection['attached'];

interface Props {
  readonly attached: Attached;
  readonly onChange: (attached: Attached) => void;
}

/** Tables that exist and are searched instead of collections of our own. */
export function AttachedTables({ attached, onChange }: Props): ReactElement {
  return (
    <>
      {attachedKinds.map(({ which, label, metric }) => {
        const table = attached[which];
        const set = (change: AttachedTable | undefined): void => onChange({ ...attached, [which]: change });
        return (
          <div key={which}>
            <Switch
              label={`Search a table that exists for ${label}`}
              checked={table !== undefined}
              onChange={({ currentTarget }) =>
                set(currentTarget.checked ? { table: '', idColumn: 'id', vectorColumn: 'embedding', metric } : undefined)
              }
            />
            {table && <TableFields label={label} table={table} onChange={set} />}
          </div>
        );
      })}
    </>
  );
}

interface FieldsProps {
  readonly label: string;
  readonly table: AttachedTable;
  readonly onChange: (table: AttachedTable) => void;
}

function TableFields({ label, table, onChange }: FieldsProps): ReactElement {
  const text = (name: 'table' | 'idColumn' | 'vectorColumn', title: string, placeholder?: string): ReactElement => (
    <TextInput
      label={title}
      aria-label={`${title} of ${label}`}
      placeholder={placeholder}
      required
      value={table[name]}
      onChange={({ currentTarget }) => onChange({ ...table, [name]: currentTarget.value })}
    />
  );
  return (
    <div className={classes.line} role="group" aria-label={`Table of ${label}`}>
      {text('table', 'Table', 'schema.table')}
      {text('idColumn', 'Column of ids')}
      {text('vectorColumn', 'Column of vectors')}
      <Select
        label="Metric"
        allowDeselect={false}
        data={attachedMetrics}
        value={table.metric}
        onChange={(metric) => metric && onChange({ ...table, metric })}
      />
    </div>
  );
}
