import { closeEach } from '#engine/core/close-each';
import type { ServiceContext } from './context';
import { JobQueue } from './jobs/job-queue';
import { WorkerPool } from './jobs/worker-pool';
import { usePlatformHash } from './platform-hash';
import { silentLogger, type Logger } from './logger';
import { Session } from './workspace/session';
import { version } from './version';

/** The service's parts, wired: the same under Electron, in a browser host, on the command line and in tests. */
export type Runtime = ServiceContext<Session> & { shutDown(): Promise<void> };

export function createRuntime(logger: Logger = silentLogger, workers = new WorkerPool({ logger })): Runtime {
  usePlatformHash();
  const jobs = new JobQueue({ logger });
  const session = new Session(jobs, workers, logger);
  return {
    session,
    jobs,
    workers,
    logger,
    version,
    async shutDown() {
      session.stopSchedules();
      await closeEach([() => jobs.closeAll(), () => session.close(), () => workers.close()]);
    },
  };
}
