import type { z } from 'zod';
import type { livePlanInputSchema } from '#shared/schemas/live';
import type { Variant } from '#shared/schemas/variant';
import { api } from '../../../api/client';
import { cancelJob, followJob } from '../../../api/jobs';
import { useJobs } from '../../../stores/jobs-store';
import { useLive } from '../../../stores/live-store';

export type LiveTest = z.input<typeof livePlanInputSchema>;

/** The caches for the sliders are not prepared: the preparation was cancelled or superseded. */
export class NotPrepared extends Error {
  override name = 'NotPrepared';
}

/** The settings that determine the candidates: when they change, a running preparation is obsolete. */
export const candidatesOf = ({ split, relevance, seed, memoryBytes }: LiveTest, variants: readonly Variant[]): string =>
  JSON.stringify([split, relevance, seed, memoryBytes, variants.map(({ candidates }) => candidates)]);

/** Cancels preparations for other settings. */
export function cancelOtherPreparations(candidates: string): void {
  const { preparing } = useLive.getState();
  if (!preparing || preparing.candidates === candidates) return;
  useLive.setState({ preparing: null });
  void cancelJob(preparing.jobId).catch(() => undefined); // it has ended by itself
}

/**
 * Fetches the plan and, if it takes long, prepares the caches in a job, which the page shows. A running job for the same settings is reused. @throws
 * NotPrepared, or the job's error.
 */
export async function prepareArrays(test: LiveTest, purpose: string, candidates: string, signal: AbortSignal): Promise<void> {
  const plan = await api().experiment.livePlan(test, { signal });
  useLive.setState({ plan });
  if (plan.preparation !== 'long') return;
  const { preparing, stopped } = useLive.getState();
  if (stopped) throw new NotPrepared();
  const jobId = preparing?.purpose === purpose ? preparing.jobId : (await api().experiment.livePrepare(test, { signal })).jobId;
  useLive.setState({ preparing: { purpose, candidates, jobId } });
  const isCurrent = (): boolean => useLive.getState().preparing?.jobId === jobId;
  try {
    const job = await followJob(jobId);
    if (job.status !== 'failed') useJobs.getState().dismiss(jobId);
    if (job.status === 'cancelled') {
      if (isCurrent()) useLive.setState({ stopped: true });
      throw new NotPrepared();
    }
    if (job.status !== 'succeeded') throw Object.assign(new Error(job.error?.message ?? 'The preparation ended early'), job.error);
  } finally {
    if (isCurrent()) useLive.setState({ preparing: null });
  }
}
