import { NumberInput, Stack, TagsInput } from '@mantine/core';
import type { ReactElement } from 'react';
import { useRegistries } from '../../api/queries';
import { Panel } from '../../components/panel';
import { usePreferences } from '../../stores/preferences-store';

/** Defaults of a new Lab. Existing Labs keep their settings. */
export function LabDefaults(): ReactElement {
  const { metrics, k, set } = usePreferences();
  const { data } = useRegistries();
  const known = (data?.metrics ?? []).map(({ id }) => `${id}@${k}`);
  const isKnown = (spec: string): boolean => data?.metrics.some(({ id }) => id === spec.replace(/@\d+$/, '')) ?? true;
  const unknown = metrics.filter((spec) => !isKnown(spec));
  return (
    <Panel title="A new Lab starts with">
      <Stack gap={10}>
        <NumberInput
          label="k"
          description="Length of lists"
          w={120}
          min={1}
          max={1000}
          allowDecimal={false}
          value={k}
          onChange={(value) => typeof value === 'number' && value >= 1 && set({ k: value })}
        />
        <TagsInput
          label="Metrics"
          description="Name and cutoff, such as ndcg@10"
          data={known}
          value={[...metrics]}
          onChange={(next) => next.length > 0 && set({ metrics: next })}
          error={unknown.length > 0 ? `Unknown: ${unknown.join(', ')}` : undefined}
        />
      </Stack>
    </Panel>
  );
}
