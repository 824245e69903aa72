import type { ScheduleSummary } from '#shared/schemas/schedule';
import type { ServerStatus } from '#shared/contract/server';
import type { WorkspaceInfo } from '#shared/schemas/system';
import type { Roots } from './workspace/roots';
import type { JobQueue } from './jobs/job-queue';
import type { WorkerPool } from './jobs/worker-pool';
import type { Logger } from './logger';
import type { StageTimes } from './recommend/stage-times';

/** The open workspace and its models, as seen by transports and diagnostics. */
export interface ServiceSession {
  /** The open workspace, or null. */
  workspaceInfo(): WorkspaceInfo | null;
  /** The index backend in use, in words (`exact`, `faiss 1.7.3`). */
  indexBackend(): string;
  /** Numbers for the metrics page: items_indexed, index_bytes, cache_entries … */
  measurements?(): Promise<Readonly<Record<string, number>>>;
  /** The open workspace's schedules, for the metrics page; none without a workspace. */
  schedules?(): Promise<readonly ScheduleSummary[]>;
  /** Flushes logs and closes the workspace. */
  close(): Promise<void>;
}

/** The switch of the local API. */
export interface LocalApiSwitch {
  status(): ServerStatus;
  /** Starts the API; a no-op if it is running. @throws CONFLICT when no port is free. */
  start(port: number): Promise<ServerStatus>;
  stop(): Promise<ServerStatus>;
}

/** The context of every handler. One per process. */
export interface ServiceContext<Session extends ServiceSession = ServiceSession> {
  readonly session: Session;
  readonly jobs: JobQueue;
  readonly workers: WorkerPool;
  readonly logger: Logger;
  readonly version: string;
  /** Receives the duration of each stage of a recommendation. */
  readonly stages?: StageTimes;
  /** The folders that requests may name paths in; every folder that the process can reach where there are none. */
  readonly roots?: Roots;
  /** Where this process may have one. */
  readonly localApi?: LocalApiSwitch;
  /** The request id in responses and logs, if the transport has one. */
  readonly requestId?: string;
}
