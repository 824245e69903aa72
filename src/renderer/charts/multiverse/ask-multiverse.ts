import type { z } from 'zod';
import { multiverseResultSchema, type multiverseInputSchema, type MultiverseResult } from '#shared/schemas/multiverse';
import { api } from '../../api/client';
import { finished } from '../../api/workspaces';
import { useJobs } from '../../stores/jobs-store';
import { useMultiverse } from '../../stores/multiverse-store';

export type MultiverseQuestion = z.input<typeof multiverseInputSchema>;

/** Starts the job, which goes on when the dialog is closed; the store keeps its result. @throws CANCELLED, or the job's error. */
export async function askMultiverse(question: MultiverseQuestion, key: string): Promise<MultiverseResult> {
  const { jobId } = await api().experiment.multiverse(question);
  useMultiverse.setState({ jobId, result: null, question: key });
  try {
    const result = multiverseResultSchema.parse((await finished(jobId)).result);
    if (useMultiverse.getState().jobId === jobId) useMultiverse.setState({ result });
    return result;
  } finally {
    const { jobs, dismiss } = useJobs.getState();
    if (jobs[jobId]?.status !== 'failed') dismiss(jobId);
    if (useMultiverse.getState().jobId === jobId) useMultiverse.setState({ jobId: null });
  }
}
