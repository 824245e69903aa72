import { Kbd, UnstyledButton } from '@mantine/core';
import { spotlight } from '@mantine/spotlight';
import { useEffect, type ReactElement } from 'react';
import { useHealth, useSummary, useWorkspace } from '../../api/queries';
import { formatCount } from '../../logic/format';
import { commandKey } from '../../logic/shortcuts';
import { setLargestCategories } from '../../stores/category-store';
import classes from './app-shell.module.css';
import { JobTray } from './job-tray';

/** Slot for the pages' buttons (components/shell/page-actions). */
export const PAGE_ACTIONS_ID = 'page-actions';

export function TopBar(): ReactElement {
  const { data: workspace } = useWorkspace();
  const { data: summary } = useSummary();
  const { data: health } = useHealth();
  useEffect(() => setLargestCategories(summary?.largestCategories ?? []), [summary]);
  const counts =
    summary &&
    ([
      [summary.users, 'users'],
      [summary.videos, 'videos'],
      [summary.interactions, 'interactions'],
    ] as const);
  return (
    <header className={classes.top}>
      <h1 className={classes.name}>{workspace?.name ?? 'RankLab'}</h1>
      <div className={classes.chips}>
        {counts?.map(([count, label]) => (
          <span key={label} className={classes.chip}>
            <b>{formatCount(count)}</b> {label}
          </span>
        ))}
      </div>
      <span className={classes.spacer} />
      <div className={classes.actions}>
        {workspace && health && (
          <span className={`${classes.chip} ${classes.optional}`} title={`Index backend in use: ${health.indexBackendReason}`}>
            {health.indexBackend}
          </span>
        )}
        <JobTray />
        <UnstyledButton onClick={spotlight.open} title="Search commands" className={classes.optional}>
          <span className="visually-hidden">Search commands </span>
          <Kbd size="xs">{commandKey} K</Kbd>
        </UnstyledButton>
        <div id={PAGE_ACTIONS_ID} className={classes.actions} />
      </div>
    </header>
  );
}
