import { NumberInput } from '@mantine/core';
import type { ReactElement } from 'react';
import { Panel } from '../../components/panel';
import { usePreferences } from '../../stores/preferences-store';

/** Memory limit of the Lab's live metrics. */
export function LiveMemory(): ReactElement {
  const { liveMemoryMb, set } = usePreferences();
  return (
    <Panel title="Memory of the Lab" note="candidates and signals of all test users; if they do not fit, a sample of users is measured">
      <NumberInput
        label="At most, in MB"
        description="Empty: a quarter of total memory and half of free memory"
        placeholder="automatic"
        maw={340}
        min={1}
        max={1_000_000}
        allowDecimal={false}
        thousandSeparator=","
        value={liveMemoryMb ?? ''}
        onChange={(value) => set({ liveMemoryMb: typeof value === 'number' && value >= 1 ? Math.round(value) : null })}
      />
    </Panel>
  );
}
