import { abTestOutputSchema } from '#shared/schemas/simulate';
import { api, noticeFailure } from '../../../api/client';
import { followJob } from '../../../api/jobs';
import { isCancelled } from '../../../logic/failure';
import { useJobs } from '../../../stores/jobs-store';
import { useSimulate } from '../../../stores/simulate-store';
import type { AbTestRequest } from '../logic/inputs';

/** Starts a test and keeps its course in the store, also while other pages are shown. Resolves when it has ended, in any way. */
export async function followAbTest(request: AbTestRequest): Promise<void> {
  const { setCourse, patchCourse } = useSimulate.getState();
  const [first, second = first] = request.variants;
  const names = [first?.name ?? '', second?.name ?? ''] as const;
  const empty = { names, plan: null, points: [], looks: [], rules: [], decisions: [], output: null, error: null };
  try {
    const { jobId } = await api().simulate.abTest(request);
    setCourse({ ...empty, jobId });
    const ended = followJob(jobId);
    try {
      for await (const { plan, rules, points, looks, decisions } of await api().simulate.abTestPoints({ jobId })) {
        patchCourse(jobId, (course) => ({
          plan: plan ?? course.plan,
          points: points.length > 0 ? [...course.points, ...points] : course.points,
          looks: looks.length > 0 ? [...course.looks, ...looks] : course.looks,
          rules: rules.length > 0 ? rules : course.rules,
          decisions: decisions.length > 0 ? [...course.decisions, ...decisions] : course.decisions,
        }));
      }
      const job = await ended;
      if (job.status !== 'succeeded')
        throw Object.assign(new Error(job.error?.message ?? 'The test was cancelled'), { code: 'CANCELLED', ...job.error });
      patchCourse(jobId, () => ({ output: abTestOutputSchema.parse(job.result) }));
    } catch (error) {
      if (!isCancelled(error)) noticeFailure(error);
      patchCourse(jobId, () => ({ error: toError(error) }));
    } finally {
      const { jobs, dismiss } = useJobs.getState();
      if (jobs[jobId]?.status !== 'failed') dismiss(jobId);
    }
  } catch (error) {
    noticeFailure(error);
    setCourse({ ...empty, jobId: null, error: toError(error) });
  }
}

const toError = (error: unknown): Error => (error instanceof Error ? error : new Error(String(error)));
