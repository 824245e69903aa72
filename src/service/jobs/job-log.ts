import type { Job } from '#shared/schemas/job';

/** Where jobs are remembered across restarts. A workspace gives one while it is open. */
export interface JobLog {
  /** The remembered jobs, in any order. */
  load(): Promise<Job[]>;
  /** Remembers the job's latest state, replacing an earlier one of the same id. */
  save(job: Job): Promise<void>;
}
