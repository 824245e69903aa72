import { Button } from '@mantine/core';
import type { ReactElement } from 'react';
import { EmptyState } from '../../../components/empty-state';
import { Failed } from '../../../components/failed';
import { JobProgress } from '../../../components/job-progress';
import { Loading } from '../../../components/loading';
import { Panel } from '../../../components/panel';
import layout from '../../../components/form-and-results.module.css';
import { isCancelled } from '../../../logic/failure';
import { isActive, useJobs } from '../../../stores/jobs-store';
import { useLabDocument } from '../../../stores/lab-store';
import { useSimulate } from '../../../stores/simulate-store';
import { AudienceFields, TrafficFields, useSimulateChoices } from '../audience-fields';
import { abTestRequest } from '../logic/inputs';
import classes from '../simulate.module.css';
import { AbTestFields } from './ab-test-fields';
import { CourseView } from './course-view';
import { followAbTest } from './follow-ab-test';
import { PlanPanel } from './plan-panel';
import { usePlan } from './use-plan';

/** An A/B test on simulated users: planned, then shown while it runs. */
export function AbTestPanel(): ReactElement {
  const choices = useSimulateChoices();
  const form = useSimulate((state) => state.abTest);
  const audience = useSimulate((state) => state.audience);
  const course = useSimulate((state) => state.course);
  const document = useLabDocument((shown) => shown);
  const job = useJobs(({ jobs }) => (course?.jobId == null ? undefined : jobs[course.jobId]));
  const active = job && isActive(job) ? job : undefined;
  const request = abTestRequest(document, form, audience, false);
  const plan = usePlan(request);
  const start = (aa: boolean): void => {
    const asked = abTestRequest(document, form, audience, aa);
    if (asked) void followAbTest(asked);
  };
  if (choices.isPending) return <Loading label="Reading what can be simulated" />;
  if (choices.isError) return <Failed error={choices.error} title="The choices could not be read" onRetry={() => void choices.refetch()} />;
  return (
    <div className={`${layout.columns} ${classes.columns}`}>
      <Panel title="The test">
        <div className={layout.stack}>
          <AbTestFields outcomes={choices.data.outcomes} />
          <AudienceFields choices={choices.data} />
          <TrafficFields scope="test" />
          <StartButtons
            isPlanning={plan.job !== undefined}
            canPlan={request !== undefined}
            canStart={request !== undefined && active === undefined}
            onPlan={plan.start}
            onStart={start}
          />
        </div>
      </Panel>
      <div className={layout.stack}>
        {plan.error && !isCancelled(plan.error) && <Failed error={plan.error} title="The test could not be planned" onRetry={plan.start} />}
        {plan.job && (
          <Panel title="Planning">
            <JobProgress job={plan.job} />
          </Panel>
        )}
        {!course?.plan && plan.plan && <PlanPanel plan={plan.plan} />}
        {active && (
          <Panel title="Computing">
            <JobProgress job={active} />
          </Panel>
        )}
        {course?.error && !isCancelled(course.error) && (
          <Failed error={course.error} title="The test failed" onRetry={() => start(false)} />
        )}
        {course?.plan ? (
          <>
            <PlanPanel plan={course.plan} />
            <CourseView course={course} />
          </>
        ) : (
          !active && !plan.plan && <NoTest />
        )}
      </div>
    </div>
  );
}

const NoTest = (): ReactElement => (
  <EmptyState
    inline
    title="No test yet"
    text="Plan says how many users and days the test needs, and which lift it can find. Start runs it on simulated users, and shows what every stopping rule would have decided, and whether it is right."
  />
);

interface StartButtonsProps {
  readonly isPlanning: boolean;
  readonly canPlan: boolean;
  readonly canStart: boolean;
  readonly onPlan: () => void;
  readonly onStart: (aa: boolean) => void;
}

const StartButtons = ({ isPlanning, canPlan, canStart, onPlan, onStart }: StartButtonsProps): ReactElement => (
  <div className={classes.buttons}>
    <Button variant="default" loading={isPlanning} disabled={!canPlan} onClick={onPlan}>
      Plan
    </Button>
    <Button disabled={!canStart} onClick={() => onStart(false)}>
      Start
    </Button>
    <Button variant="default" disabled={!canStart} onClick={() => onStart(true)}>
      Start as A/A
    </Button>
  </div>
);
