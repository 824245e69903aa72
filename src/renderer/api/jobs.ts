import type { Job } from '#shared/schemas/job';
import { isActive, useJobs } from '../stores/jobs-store';
import { api } from './client';
import { queryClient, workspaceChanged } from './query-client';
import { keys } from './query-keys';
import { toFailure } from '../logic/failure';

/** Jobs that do not change the workspace. */
const readOnlyKinds: ReadonlySet<string> = new Set([
  'live-arrays',
  'definition-lens',
  'multiverse',
  'blame',
  'movers',
  'sensitivity',
  'goal',
  'ab-test',
  'ab-test-plan',
  'interleaving',
  'bandits',
  'off-policy',
  'off-policy-truth',
  'export',
  'export-ranker',
]);

const followed = new Map<string, Promise<Job>>();

/** Shows a job in the tray and resolves with it when it has ended, in any status. Idempotent. */
export function followJob(id: string): Promise<Job> {
  const known = followed.get(id);
  if (known) return known;
  const ended = watch(id).finally(() => followed.delete(id));
  followed.set(id, ended);
  return ended;
}

async function watch(id: string): Promise<Job> {
  const { put } = useJobs.getState();
  let last: Job | undefined;
  try {
    for await (const job of await api().job.watch({ id })) {
      last = job;
      put(job);
    }
  } catch (error) {
    if (!last) throw error;
    const { code, message } = toFailure(error);
    last = { ...last, status: 'interrupted', error: { code, message } };
    put(last);
  }
  if (!last || isActive(last)) {
    last = await api().job.get({ id });
    put(last);
  }
  if (!readOnlyKinds.has(last.kind)) await Promise.all([workspaceChanged(), queryClient.invalidateQueries({ queryKey: keys.doctor })]);
  return last;
}

export const cancelJob = (id: string): Promise<void> => api().job.cancel({ id });

/** After a (re)connection: follows jobs that are already running. */
export async function followRunningJobs(): Promise<void> {
  for (const job of await api().job.list()) if (isActive(job)) void followJob(job.id).catch(() => undefined);
}
