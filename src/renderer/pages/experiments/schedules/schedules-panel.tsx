import { Button } from '@mantine/core';
import type { ReactElement } from 'react';
import { EmptyState } from '../../../components/empty-state';
import { Failed } from '../../../components/failed';
import { Loading } from '../../../components/loading';
import { useNavigation } from '../../../stores/navigation-store';
import classes from '../experiments.module.css';
import { ScheduleView } from './schedule-view';
import { useSchedules } from './use-schedules';

/** Saved comparisons that are measured again at fixed times, each with its history. */
export function SchedulesPanel(): ReactElement {
  const { data: schedules, error, refetch } = useSchedules();
  const go = useNavigation((navigation) => navigation.go);
  if (error) return <Failed error={error} title="The schedules cannot be read" onRetry={() => void refetch()} />;
  if (!schedules) return <Loading label="Reading the schedules" />;
  if (schedules.length === 0)
    return (
      <EmptyState
        title="Nothing is scheduled"
        text="Open a saved run and press “Schedule”: it is measured again at fixed times on the data as they are then, while RankLab runs."
      >
        <Button onClick={() => go('experiments', { view: 'runs' })}>Go to the runs</Button>
      </EmptyState>
    );
  return (
    <div className={classes.stack}>
      {schedules.map((schedule) => (
        <ScheduleView key={schedule.id} schedule={schedule} />
      ))}
    </div>
  );
}
