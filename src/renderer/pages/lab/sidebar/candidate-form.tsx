import { Checkbox, NumberInput, SegmentedControl, Select, Stack, Switch } from '@mantine/core';
import type { ReactElement } from 'react';
import type { ColdUsers } from '#shared/schemas/conventions';
import type { CandidateSettings } from '#shared/schemas/variant';
import { useRegistries } from '../../../api/queries';
import { patchVariant } from '../../../logic/lab-document';
import { useLab } from '../../../stores/lab-store';
import classes from './sidebar.module.css';

const asCount = (value: number | string, otherwise: number): number =>
  typeof value === 'number' && value >= 1 ? Math.round(value) : otherwise;

const mergeOf = (id: string): CandidateSettings['merge']['id'] => (id === 'max-score' || id === 'score' ? id : 'rrf');

const coldPolicies: readonly { value: ColdUsers; label: string }[] = [
  { value: 'fallback', label: 'Content and popularity answer' },
  { value: 'empty', label: 'An empty list, which scores 0' },
  { value: 'exclude', label: 'Left out of the means' },
];

interface Props {
  readonly variantKey: string;
  readonly settings: CandidateSettings;
}

export function CandidateForm({ variantKey, settings }: Props): ReactElement {
  const { data } = useRegistries();
  const patch = (candidates: Partial<CandidateSettings>): void =>
    useLab
      .getState()
      .change((document) => patchVariant(document, variantKey, { candidates: { ...settings, ...candidates } }), `candidates/${variantKey}`);
  const toggle = (id: string, on: boolean): void => {
    const sources = on ? [...settings.sources, { id, limit: 200, params: {} }] : settings.sources.filter((source) => source.id !== id);
    if (sources.length > 0) patch({ sources });
  };
  return (
    <Stack gap={10}>
      {data?.candidateSources.map(({ id, label, description }) => {
        const source = settings.sources.find((entry) => entry.id === id);
        return (
          <div key={id} className={classes.line}>
            <Checkbox
              label={label}
              title={description}
              checked={source !== undefined}
              disabled={source !== undefined && settings.sources.length === 1}
              onChange={(event) => toggle(id, event.currentTarget.checked)}
              style={{ flex: 1 }}
            />
            {source && (
              <NumberInput
                w={86}
                min={1}
                max={10_000}
                aria-label={`Candidates from ${label}`}
                value={source.limit}
                onChange={(value) =>
                  patch({
                    sources: settings.sources.map((other) => (other.id === id ? { ...other, limit: asCount(value, other.limit) } : other)),
                  })
                }
              />
            )}
          </div>
        );
      })}
      <SegmentedControl
        aria-label="Merge"
        value={settings.merge.id}
        data={[
          { value: 'rrf', label: 'Reciprocal rank' },
          { value: 'max-score', label: 'Best score' },
          { value: 'score', label: 'Own score' },
        ]}
        onChange={(id) => patch({ merge: { ...settings.merge, id: mergeOf(id) } })}
      />
      {settings.merge.id === 'rrf' && (
        <NumberInput
          label="RRF constant k"
          min={1}
          value={settings.merge.k}
          onChange={(value) => patch({ merge: { id: 'rrf', k: asCount(value, settings.merge.k) } })}
        />
      )}
      <NumberInput
        label="Pool size"
        description="Candidates kept after merging"
        min={1}
        max={10_000}
        value={settings.poolSize}
        onChange={(value) => patch({ poolSize: asCount(value, settings.poolSize) })}
      />
      <Switch
        label="Remove videos the user has seen"
        checked={settings.removeSeen}
        onChange={(event) => patch({ removeSeen: event.currentTarget.checked })}
      />
      <Select
        label="Users without history"
        description="Where the sources know nothing of them"
        allowDeselect={false}
        data={coldPolicies}
        value={settings.coldUsers}
        onChange={(coldUsers) => coldUsers !== null && patch({ coldUsers })}
        comboboxProps={{ withinPortal: false }}
      />
      <Switch
        label="Also videos unknown at training time"
        checked={settings.universe === 'all'}
        onChange={(event) => patch({ universe: event.currentTarget.checked ? 'all' : 'training' })}
      />
    </Stack>
  );
}
