import { Button, Progress } from '@mantine/core';
import type { ReactElement } from 'react';
import type { Job, JobStatus } from '#shared/schemas/job';
import { cancelJob } from '../api/jobs';
import { formatCount, formatDuration } from '../logic/format';
import { isActive } from '../stores/jobs-store';
import classes from './job-progress.module.css';
import { notifyFailure } from './notify';

const words: Record<JobStatus, string> = {
  queued: 'waiting',
  running: 'running',
  succeeded: 'done',
  failed: 'failed',
  cancelled: 'cancelled; nothing was changed',
  interrupted: 'interrupted',
};

/** `1,240 users/s · 12 s left`, as far as it is known. */
function remaining({ amount, ratePerSecond, remainingMs }: Job): string {
  const rate = amount && ratePerSecond !== null && `${formatCount(Math.round(amount.total * ratePerSecond))} ${amount.unit}/s`;
  return [rate, remainingMs !== null && `${formatDuration(remainingMs)} left`].filter(Boolean).join(' · ');
}

/** One job: its name, progress, time left, and Cancel while it runs. */
export function JobProgress({ job }: { readonly job: Job }): ReactElement {
  const active = isActive(job);
  const time = active ? remaining(job) : formatDuration(job.elapsedMs);
  const problem = job.error && [job.error.message, job.error.place, job.error.remedy].filter(Boolean).join(' · ');
  return (
    <div className={classes.job}>
      <div className={classes.head}>
        <span className={classes.label}>{job.label}</span>
        <span className={classes[job.status]}>{active ? `${Math.floor(job.fraction * 100)}%` : words[job.status]}</span>
        <span className={classes.time}>{time}</span>
      </div>
      {active && <Progress value={job.fraction * 100} size="sm" aria-label={job.label} transitionDuration={150} />}
      <div className={classes.foot}>
        <span className={classes.detail} aria-live={active ? 'off' : 'polite'}>
          {problem ?? job.detail}
        </span>
        {active && (
          <Button
            variant="default"
            size="compact-xs"
            onClick={() => void cancelJob(job.id).catch((error: unknown) => notifyFailure('The job could not be cancelled', error))}
          >
            Cancel
          </Button>
        )}
      </div>
    </div>
  );
}
