import { Switch, TextInput } from '@mantine/core';
import type { ReactElement } from 'react';
import { Panel } from '../../../components/panel';
import { kindsSeen } from '../../../logic/import-plan';
import { useImport } from '../../../stores/import-store';
import classes from './import.module.css';

/** How kinds and unknown ids are handled. */
export function ImportOptionsForm(): ReactElement {
  const { files, options, update } = useImport();
  const seen = files.flatMap((file) => kindsSeen(file, file.preview));
  const setDefaultKind = (kind: string): void => {
    const { defaultKind: _before, ...rest } = options;
    update({ options: kind.trim() === '' ? rest : { ...rest, defaultKind: kind.trim() } });
  };
  const setKind = (kind: string, name: string): void => {
    const others = Object.fromEntries(Object.entries(options.kinds ?? {}).filter(([key]) => key !== kind));
    update({
      options: {
        ...options,
        kinds: name.trim() === '' || name === kind ? others : { ...others, [kind]: name.trim() === '-' ? null : name.trim() },
      },
    });
  };
  return (
    <Panel title="Details">
      <div className={classes.line}>
        {seen.map((kind) => (
          <TextInput
            key={kind}
            label={`“${kind}” becomes`}
            placeholder={kind}
            description="- leaves it out"
            w={130}
            maxLength={50}
            value={options.kinds?.[kind] === null ? '-' : (options.kinds?.[kind] ?? '')}
            onChange={(event) => setKind(kind, event.currentTarget.value)}
          />
        ))}
        <TextInput
          label="Kind of interactions without one"
          placeholder="view"
          w={240}
          maxLength={50}
          value={options.defaultKind ?? ''}
          onChange={(event) => setDefaultKind(event.currentTarget.value)}
        />
        <Switch
          label="Reject interactions with ids that no file describes"
          checked={options.unknownIds === 'reject'}
          onChange={(event) => update({ options: { ...options, unknownIds: event.currentTarget.checked ? 'reject' : 'add' } })}
          pb={6}
        />
        <Switch
          label="Import also where more than 5% of a file cannot be read"
          checked={options.rejectLimit === 1}
          onChange={(event) => update({ options: { ...options, rejectLimit: event.currentTarget.checked ? 1 : 0.05 } })}
          pb={6}
        />
      </div>
    </Panel>
  );
}
