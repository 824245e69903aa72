import type { Job } from '#shared/schemas/job';
import type { WorkspaceInfo } from '#shared/schemas/system';

/** Minimum duration of a job for a notification while no window has the focus. */
const longJobMs = 10_000;

interface Activity {
  readonly jobs: readonly Job[];
  readonly workspace: WorkspaceInfo | null;
}

export interface Observer {
  /** Mean progress of running jobs in [0, 1]; null without any. */
  progress(fraction: number | null): void;
  /** A long job came to its end, well or not. */
  longJobEnded(job: Job): void;
  workspaceChanged(workspace: WorkspaceInfo | null): void;
}

export const isRunning = (job: Job): boolean => job.status === 'queued' || job.status === 'running';

/** Derives changes from successive polls of the service. */
export class JobMonitor {
  #running = new Set<string>();
  #workspacePath: string | null | undefined;
  #progress: number | null = null;

  constructor(private readonly observer: Observer) {}

  /** Whether anything ran at the last look. */
  get busy(): boolean {
    return this.#running.size > 0;
  }

  look({ jobs, workspace }: Activity): void {
    const running = jobs.filter(isRunning);
    for (const job of jobs) {
      if (this.#running.has(job.id) && !isRunning(job) && job.status !== 'cancelled' && job.elapsedMs >= longJobMs) {
        this.observer.longJobEnded(job);
      }
    }
    this.#running = new Set(running.map((job) => job.id));
    this.#report(running.length === 0 ? null : running.reduce((sum, job) => sum + job.fraction, 0) / running.length);
    const path = workspace?.path ?? null;
    if (path !== this.#workspacePath) {
      this.#workspacePath = path;
      this.observer.workspaceChanged(workspace);
    }
  }

  /** The service has exited, and its jobs with it. */
  forget(): void {
    this.#running.clear();
    this.#report(null);
  }

  #report(fraction: number | null): void {
    if (fraction === this.#progress) return;
    this.#progress = fraction;
    this.observer.progress(fraction);
  }
}
