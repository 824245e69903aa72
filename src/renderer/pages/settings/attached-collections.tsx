import { Select, Switch, TextInput } from '@mantine/core';
import type { ReactElement } from 'react';
import type { AttachedCollection, QdrantConnection } from '#shared/schemas/index-engine';
import { attachedKinds, attachedMetrics } from './attached-kinds';
import classes from './settings.module.css';

type Attached = QdrantConnection['attached'];

interface Props {
  readonly attached: Attached;
  readonly onChange: (attached: Attached) => void;
}

/** Collections that exist and are searched instead of our own. */
export function AttachedCollections({ attached, onChange }: Props): ReactElement {
  return (
    <>
      {attachedKinds.map(({ which, label, metric }) => {
        const collection = attached[which];
        const set = (change: AttachedCollection | undefined): void => onChange({ ...attached, [which]: change });
        return (
          <div key={which}>
            <Switch
              label={`Search a collection that exists for ${label}`}
              checked={collection !== undefined}
              onChange={({ currentTarget }) =>
                set(currentTarget.checked ? { collection: '', idField: null, vectorName: null, metric } : undefined)
              }
            />
            {collection && <CollectionFields label={label} collection={collection} onChange={set} />}
          </div>
        );
      })}
    </>
  );
}

interface FieldsProps {
  readonly label: string;
  readonly collection: AttachedCollection;
  readonly onChange: (collection: AttachedCollection) => void;
}

function CollectionFields({ label, collection, onChange }: FieldsProps): ReactElement {
  const optional = (name: 'idField' | 'vectorName', title: string, placeholder: string): ReactElement => (
    <TextInput
      label={title}
      aria-label={`${title} of ${label}`}
      placeholder={placeholder}
      value={collection[name] ?? ''}
      onChange={({ currentTarget }) => onChange({ ...collection, [name]: currentTarget.value === '' ? null : currentTarget.value })}
    />
  );
  return (
    <div className={classes.line} role="group" aria-label={`Collection of ${label}`}>
      <TextInput
        label="Collection"
        aria-label={`Name of the collection of ${label}`}
        required
        value={collection.collection}
        onChange={({ currentTarget }) => onChange({ ...collection, collection: currentTarget.value })}
      />
      {optional('idField', 'Field of ids', 'ids of the points')}
      {optional('vectorName', 'Vector', 'the only one')}
      <Select
        label="Metric"
        allowDeselect={false}
        data={attachedMetrics}
        value={collection.metric}
        onChange={(metric) => metric && onChange({ ...collection, metric })}
      />
    </div>
  );
}
