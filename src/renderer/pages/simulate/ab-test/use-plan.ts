import { useMutation } from '@tanstack/react-query';
import { abTestPlanSchema, type AbTestPlan } from '#shared/schemas/simulate';
import type { Job } from '#shared/schemas/job';
import { api } from '../../../api/client';
import { finished } from '../../../api/workspaces';
import { isActive, useJobs } from '../../../stores/jobs-store';
import type { AbTestRequest } from '../logic/inputs';

interface Planning {
  readonly plan: AbTestPlan | undefined;
  readonly error: Error | null;
  readonly job: Job | undefined;
  readonly start: () => void;
}

/** The plan of a test that is not started: users, days, smallest lift found. Dropped when the form changes. */
export function usePlan(request: AbTestRequest | undefined): Planning {
  const key = JSON.stringify(request);
  const planned = useMutation({
    mutationFn: async (asked: AbTestRequest) => {
      const { jobId } = await api().simulate.abTestPlan(asked);
      return { key: JSON.stringify(asked), plan: abTestPlanSchema.parse((await finished(jobId)).result) };
    },
  });
  const job = useJobs(({ jobs }) => Object.values(jobs).find((one) => one.kind === 'ab-test-plan' && isActive(one)));
  return {
    plan: planned.data?.key === key ? planned.data.plan : undefined,
    error: planned.error,
    job,
    start: () => request && planned.mutate(request),
  };
}
