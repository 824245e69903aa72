import { create } from 'zustand';
import type { Job } from '#shared/schemas/job';

/** Last known state of the service's jobs by id. `dismissed` ones have ended and are hidden. */
interface JobsState {
  readonly jobs: Readonly<Record<string, Job>>;
  readonly put: (job: Job) => void;
  readonly dismiss: (id: string) => void;
  readonly dismissEnded: () => void;
}

export const isActive = (job: Job): boolean => job.status === 'queued' || job.status === 'running';

export const useJobs = create<JobsState>()((set) => ({
  jobs: {},
  put: (job) => set(({ jobs }) => ({ jobs: { ...jobs, [job.id]: job } })),
  dismiss: (id) => set(({ jobs }) => ({ jobs: Object.fromEntries(Object.entries(jobs).filter(([other]) => other !== id)) })),
  dismissEnded: () => set(({ jobs }) => ({ jobs: Object.fromEntries(Object.entries(jobs).filter(([, job]) => isActive(job))) })),
}));
