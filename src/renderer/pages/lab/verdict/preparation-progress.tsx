import type { ReactElement } from 'react';
import type { Job } from '#shared/schemas/job';
import type { LivePlan } from '#shared/schemas/live';
import { JobProgress } from '../../../components/job-progress';
import { planText, preparationSteps } from '../logic/live-plan';
import classes from './verdict.module.css';

/** Progress of preparing candidates and signals: users, memory, progress and Cancel. */
export function PreparationProgress({ plan, job }: { readonly plan: LivePlan | null; readonly job: Job }): ReactElement {
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
