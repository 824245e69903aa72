import type { Job } from '#shared/schemas/job';

/** Persists jobs across restarts. An open workspace provides it. */
export interface JobLog {
  /** The stored jobs, in any order. */
  load(): Promise<Job[]>;
  /** Stores the job's latest state, replacing an earlier one of the same id. */
  save(job: Job): Promise<void>;
}
