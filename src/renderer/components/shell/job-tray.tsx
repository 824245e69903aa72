import { ActionIcon, Button, Indicator, Popover } from '@mantine/core';
import { IconProgress } from '@tabler/icons-react';
import type { ReactElement } from 'react';
import { isActive, useJobs } from '../../stores/jobs-store';
import { JobProgress } from '../job-progress';
import classes from './job-tray.module.css';

/** Every job of this session with progress, remaining time and Cancel. Hidden while there is none. */
export function JobTray(): ReactElement | null {
  const jobs = useJobs((state) => state.jobs);
  const dismissEnded = useJobs((state) => state.dismissEnded);
  const list = Object.values(jobs).sort((a, b) => b.startedAtMs - a.startedAtMs);
  const active = list.filter(isActive);
  const failed = list.filter(({ status }) => status === 'failed' || status === 'interrupted');
  if (list.length === 0) return null;
  const label =
    active.length > 0 ? `Jobs: ${active.length} running` : failed.length > 0 ? `Jobs: ${failed.length} failed` : 'Jobs: none running';
  return (
    <Popover width={360} position="bottom-end" shadow="md" trapFocus returnFocus>
      <Indicator
        label={active.length > 0 ? active.length : '!'}
        size={15}
        disabled={active.length + failed.length === 0}
        color={active.length > 0 ? 'accent' : 'red'}
      >
        <Popover.Target>
          <ActionIcon variant="default" size={26} aria-label={label} title={label}>
            <IconProgress size={16} />
          </ActionIcon>
        </Popover.Target>
      </Indicator>
      <Popover.Dropdown p={10}>
        <div className={classes.list} role="list" aria-label="Jobs">
          {list.map((job) => (
            <div key={job.id} role="listitem">
              <JobProgress job={job} />
            </div>
          ))}
        </div>
        {list.length > active.length && (
          <Button variant="subtle" fullWidth mt={8} onClick={dismissEnded}>
            Clear finished
          </Button>
        )}
      </Popover.Dropdown>
    </Popover>
  );
}
