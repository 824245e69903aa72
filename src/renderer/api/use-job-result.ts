import { useMutation, type UseMutationResult } from '@tanstack/react-query';
import type { z } from 'zod';
import type { Job } from '#shared/schemas/job';
import { finished } from './workspaces';
import { isActive, useJobs } from '../stores/jobs-store';

interface JobResult<Output> {
  /** The running one. */
  readonly job: Job | undefined;
  /** Of the last one that succeeded. */
  readonly output: Output | undefined;
  readonly run: UseMutationResult<Job, Error, void>;
}

/** The jobs of one kind: start one, follow it, and read the newest result, which stays while other pages are shown. */
export function useJobResult<Output>(kind: string, schema: z.ZodType<Output>, start: () => Promise<{ jobId: string }>): JobResult<Output> {
  const job = useJobs((state) => Object.values(state.jobs).find((candidate) => candidate.kind === kind && isActive(candidate)));
  const newest = useJobs((state) =>
    Object.values(state.jobs)
      .filter((candidate) => candidate.kind === kind && candidate.status === 'succeeded')
      .reduce<Job | undefined>((last, candidate) => (last && last.startedAtMs > candidate.startedAtMs ? last : candidate), undefined),
  );
  const run = useMutation({ mutationFn: async () => finished((await start()).jobId) });
  const parsed = newest && schema.safeParse(newest.result);
  return { job, output: parsed?.success ? parsed.data : undefined, run };
}
