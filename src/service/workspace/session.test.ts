import { expect, it } from 'vitest';
import { JobQueue } from '../jobs/job-queue';
import { WorkerPool } from '../jobs/worker-pool';
import { silentLogger } from '../logger';
import { Session } from './session';

it('says that no workspace is open also when closing it failed', async () => {
  const jobs = new JobQueue();
  jobs.closeWorkspace = () => Promise.reject(new Error('the log is gone'));
  const session = new Session(jobs, new WorkerPool({}), silentLogger);
  const heard: (string | null)[] = [];
  session.followWorkspace((path) => heard.push(path));
  await expect(session.close()).rejects.toThrow('the log is gone');
  expect(heard).toEqual([null]);
  await jobs.closeAll();
});
