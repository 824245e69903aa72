import type { z } from 'zod';
import type { livePlanInputSchema } from '#shared/schemas/live';
import type { Variant } from '#shared/schemas/variant';
import { api } from '../../../api/client';
import { cancelJob, followJob } from '../../../api/jobs';
import { useJobs } from '../../../stores/jobs-store';
import { useLive } from '../../../stores/live-store';

export type LiveTest = z.input<typeof livePlanInputSchema>;

/** Nobody prepared what the sliders need: the person gave up on it, or something newer took its place. */
export class NotPrepared extends Error {
  override name = 'NotPrepared';
}

/** Whatever decides which users' candidates are sought: where it changes, those in the making are of no use any more. */
export const candidatesOf = ({ split, relevance, seed, memoryBytes }: LiveTest, variants: readonly Variant[]): string =>
  JSON.stringify([split, relevance, seed, memoryBytes, variants.map(({ candidates }) => candidates)]);

/** Gives up preparing for settings that have been left. */
export function cancelOtherPreparations(candidates: string): void {
  const { preparing } = useLive.getState();
  if (!preparing || preparing.candidates === candidates) return;
  useLive.setState({ preparing: null });
  void cancelJob(preparing.jobId).catch(() => undefined); // it has ended by itself
}

/**
 * Says what measuring will take, and where that is long has it made as a job first, which the page shows. A job under way for the
 * same purpose is waited for, not begun anew. @throws NotPrepared; whatever the job failed with.
 */
export async function prepareArrays(test: LiveTest, purpose: string, candidates: string, signal: AbortSignal): Promise<void> {
  const plan = await api().experiment.livePlan(test, { signal });
  useLive.setState({ plan });
  if (plan.preparation !== 'long') return;
  const { preparing, stopped } = useLive.getState();
  if (stopped) throw new NotPrepared();
  const jobId = preparing?.purpose === purpose ? preparing.jobId : (await api().experiment.livePrepare(test, { signal })).jobId;
  useLive.setState({ preparing: { purpose, candidates, jobId } });
  const isOurs = (): boolean => useLive.getState().preparing?.jobId === jobId;
  try {
    const job = await followJob(jobId);
    if (job.status !== 'failed') useJobs.getState().putAway(jobId);
    if (job.status === 'cancelled') {
      if (isOurs()) useLive.setState({ stopped: true });
      throw new NotPrepared();
    }
    if (job.status !== 'succeeded') throw Object.assign(new Error(job.error?.message ?? 'The preparation ended early'), job.error);
  } finally {
    if (isOurs()) useLive.setState({ preparing: null });
  }
}
