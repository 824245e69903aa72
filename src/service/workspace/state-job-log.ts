import { jobSchema, type Job } from '#shared/schemas/job';
import type { JobLog } from '../jobs/job-log';

interface StateDocuments {
  load(key: string): Promise<unknown>;
  save(key: string, value: unknown): Promise<void>;
}

/** Maximum number of jobs kept across restarts. */
const jobLimit = 100;

/** Stores jobs in a state document of the workspace; results can be large and are not stored. */
export function stateJobLog(state: StateDocuments): JobLog {
  let jobs: Map<string, Job> | undefined;
  const load = async (): Promise<Map<string, Job>> => {
    if (!jobs) {
      const stored = jobSchema.array().safeParse(await state.load('jobs'));
      jobs ??= new Map((stored.success ? stored.data : []).map((job) => [job.id, job]));
    }
    return jobs;
  };
  return {
    load: async () => [...(await load()).values()],
    save: async (job) => {
      const known = await load();
      known.delete(job.id);
      known.set(job.id, { ...job, result: null });
      for (const oldest of known.keys()) {
        if (known.size <= jobLimit) break;
        known.delete(oldest);
      }
      await state.save('jobs', [...known.values()]);
    },
  };
}
