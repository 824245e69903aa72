import { Button } from '@mantine/core';
import type { ReactElement } from 'react';
import { EmptyState } from '../../../components/empty-state';
import { JobProgress } from '../../../components/job-progress';
import { Loading } from '../../../components/loading';
import { planText, preparationSteps, stoppedText } from '../../../logic/live-plan';
import { isActive, useJobs } from '../../../stores/jobs-store';
import { prepareLive, useLive } from '../../../stores/live-store';
import classes from './verdict.module.css';

/** What is between the sliders and their numbers: the work on candidates and signals, or the choice to leave it. */
export function Preparation(): ReactElement | null {
  const { plan, preparing, unprepared, output, failure } = useLive();
  const job = useJobs(({ jobs }) => (preparing ? jobs[preparing.jobId] : undefined));
  if (job && isActive(job)) {
    return (
      <div className={classes.preparation}>
        <p>{planText(plan)}</p>
        <JobProgress job={job} />
        <p className="visually-hidden" role="status">
          {preparationSteps(job)}
        </p>
      </div>
    );
  }
  if (unprepared) {
    return (
      <div role="status">
        <EmptyState
          title={output ? 'Not prepared for these settings' : 'Prepared for nobody yet'}
          text={stoppedText(plan, output !== null)}
          inline
        >
          <Button onClick={prepareLive}>Prepare</Button>
        </EmptyState>
      </div>
    );
  }
  return output || failure ? null : <Loading label={planText(plan)} />;
}
