import { Button, Select, TextInput } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useMutation } from '@tanstack/react-query';
import { useState, type ReactElement } from 'react';
import type { SavedExperiment } from '#shared/contract/experiment';
import { api } from '../../../api/client';
import { FormModal } from '../../../components/form-modal';
import { notifyDone } from '../../../components/notify';
import { toFailure } from '../../../logic/failure';
import { formatMinute } from '../../../logic/format';
import { useNavigation } from '../../../stores/navigation-store';
import { refreshSchedules, useNextTimes } from './use-schedules';

const presets = [
  { value: '0 * * * *', label: 'Every hour' },
  { value: '30 3 * * *', label: 'Every day at 3:30' },
  { value: '0 6 * * 1', label: 'Every Monday at 6:00' },
  { value: '0 6 1 * *', label: 'The first of every month at 6:00' },
  { value: '', label: 'Other times' },
];

/** Measures a saved run again at fixed times. */
export function ScheduleDialog({ experiment }: { readonly experiment: SavedExperiment }): ReactElement {
  const [opened, dialog] = useDisclosure(false);
  return (
    <>
      <Button variant="default" onClick={dialog.open} title="Measure this run again at fixed times, on the data as they are then">
        Schedule
      </Button>
      {opened && <ScheduleForm experiment={experiment} onClose={dialog.close} />}
    </>
  );
}

const idFrom = (name: string): string =>
  name
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '')
    .slice(0, 40) || 'schedule';

function ScheduleForm({ experiment, onClose }: { readonly experiment: SavedExperiment; readonly onClose: () => void }): ReactElement {
  const [id, setId] = useState(idFrom(experiment.name));
  const [cron, setCron] = useState('30 3 * * *');
  const [timeZone, setTimeZone] = useState(Intl.DateTimeFormat().resolvedOptions().timeZone || 'UTC');
  const next = useNextTimes(cron, timeZone);
  const go = useNavigation((navigation) => navigation.go);
  const create = useMutation({
    mutationFn: () => api().schedule.create({ id, experimentId: experiment.id, cron, timeZone }),
    onSuccess: async () => {
      await refreshSchedules();
      notifyDone(`“${id}” is scheduled`);
      onClose();
      go('experiments', { view: 'schedules' });
    },
  });
  const times = next.data?.timesMs.map((time) => formatMinute(time)).join(' · ');
  return (
    <FormModal
      opened
      title={`Schedule “${experiment.name}”`}
      submitLabel="Schedule"
      busy={create.isPending}
      error={create.error}
      onSubmit={() => create.mutate()}
      onClose={onClose}
    >
      <TextInput
        label="Name"
        description="Used in the address and in alerts"
        required
        value={id}
        onChange={(event) => setId(event.currentTarget.value)}
      />
      <Select
        label="Times"
        data={presets}
        value={presets.some(({ value }) => value === cron) ? cron : ''}
        onChange={(value) => setCron(value ?? cron)}
        allowDeselect={false}
      />
      <TextInput
        label="Cron expression"
        description="Minute, hour, day of the month, month, weekday"
        required
        value={cron}
        onChange={(event) => setCron(event.currentTarget.value)}
        error={cron.trim() !== '' && next.error ? toFailure(next.error).message : undefined}
      />
      <TimeZoneSelect value={timeZone} onChange={setTimeZone} />
      <p role="status">{times === undefined ? '' : `Next (UTC): ${times}`}</p>
    </FormModal>
  );
}

interface TimeZoneProps {
  readonly value: string;
  readonly onChange: (timeZone: string) => void;
}

const TimeZoneSelect = ({ value, onChange }: TimeZoneProps): ReactElement => (
  <Select
    label="Time zone"
    data={[...new Set(['UTC', value, ...Intl.supportedValuesOf('timeZone')])]}
    value={value}
    onChange={(chosen) => onChange(chosen ?? value)}
    searchable
    limit={50}
    allowDeselect={false}
  />
);
