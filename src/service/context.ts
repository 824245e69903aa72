import type { WorkspaceInfo } from '#shared/schemas/system';
import type { JobQueue } from './jobs/job-queue';
import type { WorkerPool } from './jobs/worker-pool';
import type { Logger } from './logger';

/** The open workspace and its models, as far as transports and diagnostics must know them. */
export interface ServiceSession {
  /** The open workspace, or null. */
  workspaceInfo(): WorkspaceInfo | null;
  /** The index backend in use, in words (`exact`, `faiss 1.7.3`). */
  indexBackend(): string;
  /** Flushes logs and lets go of the workspace. */
  close(): Promise<void>;
}

/** What every handler can reach. One per process. */
export interface ServiceContext<Session extends ServiceSession = ServiceSession> {
  readonly session: Session;
  readonly jobs: JobQueue;
  readonly workers: WorkerPool;
  readonly logger: Logger;
  readonly version: string;
}
