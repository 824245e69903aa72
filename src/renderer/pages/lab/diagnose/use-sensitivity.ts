import { useCallback, useEffect, useState } from 'react';
import type { z } from 'zod';
import type { Job } from '#shared/schemas/job';
import type { sensitivityInputSchema } from '#shared/schemas/sensitivity';
import { api, noticeFailure } from '../../../api/client';
import { cancelJob, followJob } from '../../../api/jobs';
import { isCancelled } from '../../../logic/failure';
import { isActive, useJobs } from '../../../stores/jobs-store';
import type { GrowingGrid } from '../logic/sensitivity-grid';

type Question = z.input<typeof sensitivityInputSchema>;

interface Watched {
  readonly grid: GrowingGrid | null;
  readonly error: Error | null;
  readonly jobId: string | null;
}

interface SensitivityAnswer extends Watched {
  /** Running, with progress and Cancel. */
  readonly job: Job | undefined;
  readonly retry: () => void;
}

const nothing: Watched = { grid: null, error: null, jobId: null };

/** The map of a question, which grows while it is computed. A newer question cancels the older one's job. */
export function useSensitivity(question: Question | null): SensitivityAnswer {
  const [state, setState] = useState<Watched>(nothing);
  const [attempt, setAttempt] = useState(0);
  const key = question === null ? null : JSON.stringify(question);
  useEffect(() => {
    if (key === null) return;
    const left = new AbortController();
    setState(nothing);
    watchMap(JSON.parse(key) as Question, left.signal, (patch) => !left.signal.aborted && setState((now) => ({ ...now, ...patch }))).catch(
      (error: unknown) => {
        if (left.signal.aborted) return;
        if (!isCancelled(error)) noticeFailure(error);
        setState((now) => ({ ...now, error: error instanceof Error ? error : new Error(String(error)) }));
      },
    );
    return () => left.abort();
  }, [key, attempt]);
  const job = useJobs(({ jobs }) => (state.jobId === null ? undefined : jobs[state.jobId]));
  const retry = useCallback(() => setAttempt((count) => count + 1), []);
  return { ...state, job: job && isActive(job) ? job : undefined, retry };
}

/** Starts the job and reports its frame and cells as they come. @throws CANCELLED, or the job's error. */
async function watchMap(question: Question, signal: AbortSignal, report: (patch: Partial<Watched>) => void): Promise<void> {
  const { jobId } = await api().diagnose.sensitivity(question);
  const leave = (): void => void cancelJob(jobId).catch(() => undefined); // it has ended by itself
  signal.addEventListener('abort', leave);
  if (signal.aborted) leave();
  const ended = followJob(jobId);
  report({ jobId });
  let grid: GrowingGrid | null = null;
  try {
    for await (const { frame, cells } of await api().diagnose.sensitivityCells({ jobId }, { signal })) {
      if (frame) grid = { frame, cells: new Array<undefined>(frame.x.length * frame.y.length).fill(undefined), count: 0 };
      if (!grid || cells.length === 0) continue;
      const all: GrowingGrid['cells'][number][] = [...grid.cells];
      for (const cell of cells) all[cell.index] = cell;
      grid = { ...grid, cells: all, count: grid.count + cells.length };
      report({ grid });
    }
    const job = await ended;
    if (job.status === 'succeeded') return;
    throw Object.assign(new Error(job.error?.message ?? 'The map was cancelled'), { code: 'CANCELLED', ...job.error });
  } finally {
    signal.removeEventListener('abort', leave);
    const { jobs, dismiss } = useJobs.getState();
    if (jobs[jobId]?.status !== 'failed') dismiss(jobId);
  }
}
