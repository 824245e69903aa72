import { Select } from '@mantine/core';
import type { ReactElement } from 'react';
import type { CandidateSettings } from '#shared/schemas/variant';
import { useRegistries } from '../../../api/queries';
import { SchemaForm } from '../../../components/schema-form';

type Merge = CandidateSettings['merge'];

interface Props {
  readonly merge: Merge;
  readonly onChange: (merge: Merge) => void;
}

/** How the sources' lists become one: a fusion method and its parameters. */
export function MergeForm({ merge, onChange }: Props): ReactElement | null {
  const { data } = useRegistries();
  const method = data?.fusionMethods.find(({ id }) => id === merge.id);
  if (!data) return null;
  const isRrf = merge.id === 'rrf';
  return (
    <>
      <Select
        label="Merge"
        description={method && `${method.description} (${method.source})`}
        allowDeselect={false}
        data={data.fusionMethods.map(({ id, label }) => ({ value: id, label }))}
        value={merge.id}
        onChange={(id) => id !== null && onChange({ id, k: merge.k })}
        comboboxProps={{ withinPortal: false }}
      />
      {method && (
        <SchemaForm
          schema={method.params}
          values={isRrf ? { k: merge.k, ...merge.params } : (merge.params ?? {})}
          onChange={(params) =>
            onChange(isRrf ? { id: merge.id, k: typeof params['k'] === 'number' ? params['k'] : 60 } : { ...merge, params })
          }
        />
      )}
    </>
  );
}
