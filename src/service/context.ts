import type { ServerStatus } from '#shared/contract/server';
import type { WorkspaceInfo } from '#shared/schemas/system';
import type { Roots } from './workspace/roots';
import type { JobQueue } from './jobs/job-queue';
import type { WorkerPool } from './jobs/worker-pool';
import type { Logger } from './logger';
import type { StageTimes } from './recommend/stage-times';

/** The open workspace and its models, as far as transports and diagnostics must know them. */
export interface ServiceSession {
  /** The open workspace, or null. */
  workspaceInfo(): WorkspaceInfo | null;
  /** The index backend in use, in words (`exact`, `faiss 1.7.3`). */
  indexBackend(): string;
  /** Numbers for the metrics page: items_indexed, index_bytes, cache_entries … */
  measurements?(): Promise<Readonly<Record<string, number>>>;
  /** Flushes logs and lets go of the workspace. */
  close(): Promise<void>;
}

/** The switch of the local API. */
export interface LocalApiSwitch {
  status(): ServerStatus;
  /** Starts the API; when it runs already, nothing changes. @throws CONFLICT when no port is free. */
  start(port: number): Promise<ServerStatus>;
  stop(): Promise<ServerStatus>;
}

/** What every handler can reach. One per process. */
export interface ServiceContext<Session extends ServiceSession = ServiceSession> {
  readonly session: Session;
  readonly jobs: JobQueue;
  readonly workers: WorkerPool;
  readonly logger: Logger;
  readonly version: string;
  /** Where handlers report how long the stages of a recommendation took. */
  readonly stages?: StageTimes;
  /** The folders that requests may name paths in; every folder that the process can reach where there are none. */
  readonly roots?: Roots;
  /** Where this process may have one. */
  readonly localApi?: LocalApiSwitch;
  /** Names the request in answers and in the log, where the transport has one. */
  readonly requestId?: string;
}
