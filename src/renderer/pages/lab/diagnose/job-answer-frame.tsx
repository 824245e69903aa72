import { Button } from '@mantine/core';
import type { ReactElement, ReactNode } from 'react';
import { EmptyState } from '../../../components/empty-state';
import { Failed } from '../../../components/failed';
import { JobProgress } from '../../../components/job-progress';
import { Loading } from '../../../components/loading';
import { isCancelled } from '../../../logic/failure';
import classes from './diagnose.module.css';
import type { JobAnswer } from './use-job-answer';

interface Props<Answer> {
  readonly answer: JobAnswer<Answer>;
  readonly title: string;
  readonly children: (data: Answer) => ReactNode;
}

/** An answer with its states: computing, cancelled, failed; an older answer stays visible while a new one is computed. */
export function JobAnswerFrame<Answer>({ answer: { data, isOld, job, error, retry }, title, children }: Props<Answer>): ReactElement {
  if (error && isCancelled(error)) {
    return (
      <EmptyState inline title="Not computed" text="The computation was cancelled.">
        <Button onClick={retry}>Compute</Button>
      </EmptyState>
    );
  }
  if (error) return <Failed error={error} title={title} onRetry={retry} />;
  return (
    <>
      {job && (
        <div className={classes.job}>
          <JobProgress job={job} />
        </div>
      )}
      {data === undefined ? !job && <Loading label="Computing" /> : <div className={isOld ? classes.old : undefined}>{children(data)}</div>}
    </>
  );
}
