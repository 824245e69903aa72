import { ActionIcon, Button, Group, MultiSelect, NumberInput, Popover, Select, Stack } from '@mantine/core';
import { IconListCheck } from '@tabler/icons-react';
import { memo, useState, type ReactElement } from 'react';
import { useRegistries } from '../../../api/queries';
import { writeMetricSpec } from '../../../logic/metric-spec';
import { useLab, useLabDocument } from '../../../stores/lab-store';

/** Which metrics are measured, each at its own cutoff. */
export const MetricsMenu = memo(function MetricsMenu(): ReactElement {
  const metrics = useLabDocument((document) => document.metrics);
  const k = useLabDocument((document) => document.k);
  const { data } = useRegistries();
  const [metric, setMetric] = useState<string | null>(null);
  const [cutoff, setCutoff] = useState<number | string>(k);
  const set = (next: readonly string[]): void => {
    if (next.length > 0) useLab.getState().change((document) => ({ ...document, metrics: next }));
  };
  const add = (): void => {
    if (metric === null) return;
    const spec = writeMetricSpec({ id: metric, cutoff: typeof cutoff === 'number' ? cutoff : null });
    if (!metrics.includes(spec)) set([...metrics, spec]);
  };
  return (
    <Popover width={320} position="bottom-end" shadow="md" trapFocus returnFocus>
      <Popover.Target>
        <ActionIcon variant="subtle" color="gray" size={22} aria-label="Choose metrics" title="Choose metrics">
          <IconListCheck size={15} />
        </ActionIcon>
      </Popover.Target>
      <Popover.Dropdown>
        <Stack gap={10}>
          <MultiSelect label="Metrics" data={[...metrics]} value={[...metrics]} onChange={set} comboboxProps={{ withinPortal: false }} />
          <Group gap={6} align="end" wrap="nowrap">
            <Select
              label="Add"
              placeholder="Metric"
              searchable
              style={{ flex: 1 }}
              data={(data?.metrics ?? []).map(({ id, label }) => ({ value: id, label }))}
              value={metric}
              onChange={setMetric}
              comboboxProps={{ withinPortal: false }}
            />
            <NumberInput label="at k" placeholder="all" w={70} min={1} max={1000} value={cutoff} onChange={setCutoff} />
            <Button onClick={add} disabled={metric === null}>
              Add
            </Button>
          </Group>
        </Stack>
      </Popover.Dropdown>
    </Popover>
  );
});
