import { Button } from '@mantine/core';
import type { ReactElement } from 'react';
import { EmptyState } from '../../../components/empty-state';
import { Loading } from '../../../components/loading';
import { planText, stoppedText } from '../logic/live-plan';
import { isActive, useJobs } from '../../../stores/jobs-store';
import { prepareLive, useLive } from '../../../stores/live-store';
import { PreparationProgress } from './preparation-progress';

/** The state of the preparation of candidates and signals: progress, or the option to start it. */
export function Preparation(): ReactElement | null {
  const { plan, preparing, unprepared, output, failure } = useLive();
  const job = useJobs(({ jobs }) => (preparing ? jobs[preparing.jobId] : undefined));
  if (job && isActive(job)) return <PreparationProgress plan={plan} job={job} />;
  if (unprepared) {
    return (
      <div role="status">
        <EmptyState
          title={output ? 'Not prepared for these settings' : 'No test users prepared yet'}
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
