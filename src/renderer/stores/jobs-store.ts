import { create } from 'zustand';
import type { Job } from '#shared/schemas/job';

/** Jobs of the service by id, as last heard of. `dismissed` ones have ended and were put away. */
interface JobsState {
  readonly jobs: Readonly<Record<string, Job>>;
  readonly put: (job: Job) => void;
  readonly putAway: (id: string) => void;
  readonly dismissEnded: () => void;
}

export const isActive = (job: Job): boolean => job.status === 'queued' || job.status === 'running';

export const useJobs = create<JobsState>()((set) => ({
  jobs: {},
  put: (job) => set(({ jobs }) => ({ jobs: { ...jobs, [job.id]: job } })),
  putAway: (id) => set(({ jobs }) => ({ jobs: Object.fromEntries(Object.entries(jobs).filter(([other]) => other !== id)) })),
  dismissEnded: () => set(({ jobs }) => ({ jobs: Object.fromEntries(Object.entries(jobs).filter(([, job]) => isActive(job))) })),
}));
