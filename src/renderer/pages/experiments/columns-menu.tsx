import { ActionIcon, Button, Checkbox, Popover, Stack } from '@mantine/core';
import { IconColumns3 } from '@tabler/icons-react';
import type { ReactElement } from 'react';
import type { ExperimentSummary } from '#shared/contract/experiment';
import { usePreferences } from '../../stores/preferences-store';
import { experimentColumns } from './experiments-table';

const names: Readonly<Record<string, string>> = {
  when: 'When',
  best: 'Winner',
  weights: 'Weights that differ',
  users: 'Users',
  notes: 'Notes',
};

/** The columns of the table of runs; the choice is kept on this machine. */
export function ColumnsMenu({ experiments }: { readonly experiments: readonly ExperimentSummary[] }): ReactElement {
  const { experimentColumns: chosen, set } = usePreferences();
  const { all, usual } = experimentColumns(experiments);
  const shown = chosen ?? usual;
  const toggle = (id: string): void =>
    set({ experimentColumns: shown.includes(id) ? shown.filter((other) => other !== id) : [...shown, id] });
  return (
    <Popover position="bottom-end" shadow="md" trapFocus returnFocus>
      <Popover.Target>
        <ActionIcon variant="default" size={30} aria-label="Choose columns" title="Choose columns">
          <IconColumns3 size={16} />
        </ActionIcon>
      </Popover.Target>
      <Popover.Dropdown aria-label="Columns">
        <Stack gap={6} mah={360} style={{ overflowY: 'auto' }}>
          {all.map((id) => (
            <Checkbox key={id} label={names[id] ?? id} checked={shown.includes(id)} onChange={() => toggle(id)} />
          ))}
          <Button variant="subtle" size="compact-xs" disabled={chosen === null} onClick={() => set({ experimentColumns: null })}>
            The usual columns
          </Button>
        </Stack>
      </Popover.Dropdown>
    </Popover>
  );
}
