import { Select, TextInput } from '@mantine/core';
import type { ReactElement } from 'react';
import type { Registries } from '#shared/schemas/system';
import { Panel } from '../../../components/panel';
import { useImport } from '../../../stores/import-store';
import classes from './import.module.css';

/** A known layout maps its files automatically; otherwise columns are mapped by hand. */
export function PresetForm({ presets }: { readonly presets: Registries['importPresets'] }): ReactElement {
  const { preset, folder, files, update } = useImport();
  const chosen = presets.find(({ id }) => id === preset);
  return (
    <Panel title="Format">
      <div className={classes.line}>
        <Select
          label="Layout of the files"
          w={240}
          data={[{ value: '', label: 'Map columns by hand' }, ...presets.map(({ id, label }) => ({ value: id, label }))]}
          value={preset ?? ''}
          allowDeselect={false}
          onChange={(value) => update({ preset: value === '' ? null : value })}
        />
        {preset !== null && files.length === 0 && (
          <TextInput
            className={classes.grow}
            label="Folder"
            value={folder}
            onChange={(event) => update({ folder: event.currentTarget.value })}
          />
        )}
      </div>
      {chosen && (
        <p className={classes.facts} style={{ marginTop: 8 }}>
          {chosen.description}
        </p>
      )}
    </Panel>
  );
}
