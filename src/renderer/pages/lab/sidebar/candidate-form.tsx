import { NumberInput, Select, Stack, Switch } from '@mantine/core';
import type { ReactElement } from 'react';
import type { ColdUsers } from '#shared/schemas/conventions';
import type { CandidateSettings } from '#shared/schemas/variant';
import { patchVariant } from '../../../logic/lab-document';
import { useLab } from '../../../stores/lab-store';
import { MergeForm } from './merge-form';
import { asCount, SourceChoices } from './source-choices';

const coldPolicies: readonly { value: ColdUsers; label: string }[] = [
  { value: 'fallback', label: 'Lists by content and popularity' },
  { value: 'empty', label: 'An empty list, which scores 0' },
  { value: 'exclude', label: 'Left out of the means' },
];

interface Props {
  readonly variantKey: string;
  readonly settings: CandidateSettings;
}

export function CandidateForm({ variantKey, settings }: Props): ReactElement {
  const patch = (candidates: Partial<CandidateSettings>): void =>
    useLab
      .getState()
      .change((document) => patchVariant(document, variantKey, { candidates: { ...settings, ...candidates } }), `candidates/${variantKey}`);
  return (
    <Stack gap={10}>
      <SourceChoices sources={settings.sources} onChange={(sources) => patch({ sources })} />
      <MergeForm merge={settings.merge} onChange={(merge) => patch({ merge })} />
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
        label="Cold-start users"
        description="Users without training interactions"
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
