import { Button, Group } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState, type ReactElement } from 'react';
import type { ScheduleSummary } from '#shared/schemas/schedule';
import { api } from '../../../api/client';
import { finished } from '../../../api/workspaces';
import { notifyFailure } from '../../../components/notify';
import { RemoveButton } from '../../../components/remove-button';
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
      <RemoveButton
        id={id}
        noun="schedule"
        loss="Its measurements are removed for good."
        onRemove={() => api().schedule.remove({ id }).then(refreshSchedules)}
      />
    </Group>
  );
}
