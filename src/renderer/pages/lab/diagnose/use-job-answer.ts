import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { Job } from '#shared/schemas/job';
import { cancelJob } from '../../../api/jobs';
import { keys } from '../../../api/query-keys';
import { finished } from '../../../api/workspaces';
import { setDiagnosisJob, useDiagnose } from '../../../stores/diagnose-store';
import { isActive, useJobs } from '../../../stores/jobs-store';

interface Asked<Question, Answer> {
  /** Names the job in the store. */
  readonly kind: string;
  readonly question: Question;
  readonly start: (question: Question) => Promise<{ readonly jobId: string }>;
  readonly read: (result: unknown) => Answer;
}

export interface JobAnswer<Answer> {
  /** Of this question, or of the last one while this one is computed. */
  readonly data: Answer | undefined;
  readonly isOld: boolean;
  /** Running, with progress and Cancel. */
  readonly job: Job | undefined;
  readonly error: Error | null;
  readonly retry: () => void;
}

/** The result of a job, held by its question. A newer question cancels the job of the older one. */
export function useJobAnswer<Question, Answer>({ kind, question, start, read }: Asked<Question, Answer>): JobAnswer<Answer> {
  const { data, error, refetch, isPlaceholderData } = useQuery({
    queryKey: keys.diagnosis(kind, JSON.stringify(question)),
    queryFn: async ({ signal }) => {
      const { jobId } = await start(question);
      const leave = (): void => void cancelJob(jobId).catch(() => undefined); // it has ended by itself
      signal.addEventListener('abort', leave);
      if (signal.aborted) leave();
      else setDiagnosisJob(kind, jobId);
      try {
        return read((await finished(jobId)).result);
      } finally {
        signal.removeEventListener('abort', leave);
        const { jobs, dismiss } = useJobs.getState();
        if (jobs[jobId]?.status !== 'failed') dismiss(jobId);
        if (useDiagnose.getState().jobs[kind] === jobId) setDiagnosisJob(kind, undefined);
      }
    },
    gcTime: 60_000,
    placeholderData: keepPreviousData,
  });
  const jobId = useDiagnose(({ jobs }) => jobs[kind]);
  const job = useJobs(({ jobs }) => (jobId === undefined ? undefined : jobs[jobId]));
  return { data, isOld: isPlaceholderData, job: job && isActive(job) ? job : undefined, error, retry: () => void refetch() };
}
