import type { z } from 'zod';
import { lensOutputSchema, type LensOutput, type lensInputSchema } from '#shared/schemas/live';
import { api } from '../../../api/client';
import { cancelJob } from '../../../api/jobs';
import { finished } from '../../../api/workspaces';
import { useJobs } from '../../../stores/jobs-store';
import { useLens } from '../../../stores/lens-store';

/** The definitions of a metric take about a second for so many users. */
const maxUsersAtOnce = 5_000;

type LensQuestion = z.input<typeof lensInputSchema>;

/**
 * The result of the lens. If candidates and signals are missing, or the users are many, it runs as a job, which the dialog shows; closing the dialog cancels it. @throws
 * CANCELLED, or the job's error.
 */
export async function askLens(question: LensQuestion, signal: AbortSignal): Promise<LensOutput> {
  const { metric: _metric, metrics: _metrics, listLength: _length, segment: _segment, ...test } = question;
  const plan = await api().experiment.livePlan(test, { signal });
  if (plan.preparation !== 'long' && plan.measuredUserCount <= maxUsersAtOnce) return api().experiment.lens(question, { signal });
  const { jobId } = await api().experiment.lensRun(question);
  const leave = (): void => void cancelJob(jobId).catch(() => undefined); // it has ended by itself
  signal.addEventListener('abort', leave);
  // Closed meanwhile, and possibly reopened for another metric with its own plan and job.
  if (signal.aborted) leave();
  else useLens.setState({ plan, jobId });
  try {
    return lensOutputSchema.parse((await finished(jobId)).result);
  } finally {
    signal.removeEventListener('abort', leave);
    const { jobs, dismiss } = useJobs.getState();
    if (jobs[jobId]?.status !== 'failed') dismiss(jobId);
    if (useLens.getState().jobId === jobId) useLens.setState({ jobId: null });
  }
}
