import { Button, Group, Popover } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useMutation } from '@tanstack/react-query';
import { useState, type ReactElement } from 'react';
import type { ScheduleSummary } from '#shared/schemas/schedule';
import { api } from '../../../api/client';
import { finished } from '../../../api/workspaces';
import { notifyDone, notifyFailure } from '../../../components/notify';
import { JobProgress } from '../../../components/job-progress';
import { isActive, useJobs } from '../../../stores/jobs-store';
import { refreshSchedules } from './use-schedules';

/** Run now, pause or resume, remove. */
export function ScheduleActions({ schedule: { id, paused } }: { readonly schedule: ScheduleSummary }): ReactElement {
  const [jobId, setJobId] = useState<string | null>(null);
  const job = useJobs(({ jobs }) => (jobId === null ? undefined : jobs[jobId]));
  const run = useMutation({
    mutationFn: async () => {
      const started = await api().schedule.run({ id });
      setJobId(started.jobId);
      await finished(started.jobId);
    },
    // A failed run is in the history, too, which shows why.
    onSettled: () => refreshSchedules(),
  });
  const pause = useMutation({
    mutationFn: () => api().schedule.change({ id, paused: !paused }),
    onSuccess: () => refreshSchedules(),
    onError: (error) => notifyFailure('The schedule could not be changed', error),
  });
  if (job && isActive(job)) return <JobProgress job={job} />;
  return (
    <Group gap={8}>
      <Button variant="default" loading={run.isPending} onClick={() => run.mutate()} aria-label={`Run ${id} now`}>
        Run now
      </Button>
      <Button
        variant="default"
        loading={pause.isPending}
        onClick={() => pause.mutate()}
        aria-label={`${paused ? 'Resume' : 'Pause'} ${id}`}
      >
        {paused ? 'Resume' : 'Pause'}
      </Button>
      <RemoveSchedule id={id} />
    </Group>
  );
}

/** Removing deletes the history and cannot be undone, so it needs a confirmation. */
function RemoveSchedule({ id }: { readonly id: string }): ReactElement {
  const [asking, { close, toggle }] = useDisclosure(false);
  const remove = useMutation({
    mutationFn: () => api().schedule.remove({ id }),
    onSuccess: async () => {
      close();
      await refreshSchedules();
      notifyDone(`Removed “${id}”`);
    },
    onError: (error) => notifyFailure('The schedule could not be removed', error),
  });
  return (
    <Popover opened={asking} onChange={(opened) => !opened && close()} position="bottom-end" trapFocus shadow="md">
      <Popover.Target>
        <Button variant="subtle" color="gray" aria-label={`Remove ${id}`} onClick={toggle}>
          Remove
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label={`Remove ${id}?`}>
        <p>Its measurements are removed for good.</p>
        <Group mt={8} gap={8}>
          <Button color="red" loading={remove.isPending} onClick={() => remove.mutate()}>
            Remove for good
          </Button>
          <Button variant="default" onClick={close}>
            Keep
          </Button>
        </Group>
      </Popover.Dropdown>
    </Popover>
  );
}
