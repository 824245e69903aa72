import { Select, Switch, TextInput } from '@mantine/core';
import type { ReactElement } from 'react';
import { timestampUnitSchema } from '#shared/schemas/dataset';
import { Panel } from '../../../components/panel';
import { useImport } from '../../../stores/import-store';
import classes from './import.module.css';

const unitLabels: Readonly<Record<string, string>> = {
  s: 'seconds since 1970',
  ms: 'milliseconds since 1970',
  us: 'microseconds since 1970',
  iso: 'ISO 8601 (2024-03-01T12:00)',
  'day-month-year': 'day.month.year',
};

/** What detection should not decide. */
export function ImportOptionsForm(): ReactElement {
  const { options, update } = useImport();
  const unit = options.interactions?.timestampUnit ?? '';
  const setUnit = (value: string | null): void => {
    const parsed = timestampUnitSchema.safeParse(value);
    const { timestampUnit: _before, ...rest } = options.interactions ?? {};
    update({ options: { ...options, interactions: parsed.success ? { ...rest, timestampUnit: parsed.data } : rest } });
  };
  const setKind = (kind: string): void => {
    const { defaultKind: _before, ...rest } = options;
    update({ options: kind.trim() === '' ? rest : { ...rest, defaultKind: kind.trim() } });
  };
  return (
    <Panel title="Details">
      <div className={classes.line}>
        <Select
          label="Times are"
          w={240}
          allowDeselect={false}
          data={[
            { value: '', label: 'as detected' },
            ...timestampUnitSchema.options.map((value) => ({ value, label: unitLabels[value] ?? value })),
          ]}
          value={unit}
          onChange={setUnit}
        />
        <TextInput
          label="Kind of interactions that name none"
          placeholder="view"
          w={240}
          maxLength={50}
          value={options.defaultKind ?? ''}
          onChange={(event) => setKind(event.currentTarget.value)}
        />
        <Switch
          label="Reject interactions with ids that no file describes"
          checked={options.unknownIds === 'reject'}
          onChange={(event) => update({ options: { ...options, unknownIds: event.currentTarget.checked ? 'reject' : 'add' } })}
          pb={6}
        />
      </div>
    </Panel>
  );
}
