import type { Job } from '#shared/schemas/job';
import type { JobQueue } from '../jobs/job-queue';
import type { Logger } from '../logger';
import { errorFromPayload } from '../errors';
import { measureScheduled, type MeasuringHost } from './measure-scheduled';
import type { Schedules } from './schedules';

export type ScheduledWorkspace = MeasuringHost & { readonly schedules: Schedules };

/** Longest wait between two looks at the clock, so that a suspended machine or a changed clock is noticed. */
const longestWaitMs = 30_000;

/**
 * Starts the runs of the open workspace's schedules when they are due, as jobs. Only a process that stays has one: a browser host
 * or the desktop's service, never a command. A time that passed while none was there is made up for, once.
 */
export class Scheduler {
  readonly #active = new Set<string>();
  #timer: NodeJS.Timeout | undefined;
  #workspace: ScheduledWorkspace | undefined;

  constructor(
    private readonly jobs: JobQueue,
    private readonly logger: Logger,
    private readonly nowMs: () => number = Date.now,
  ) {}

  /** Watches a workspace instead of the one before; undefined: none. */
  watch(workspace: ScheduledWorkspace | undefined): void {
    this.#workspace = workspace;
    this.#active.clear();
    if (workspace) workspace.schedules.onChange = () => this.#wake(0);
    this.#wake(0);
  }

  #wake(inMs: number): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const workspace = this.#workspace;
    if (!workspace) return;
    this.#timer = setTimeout(() => {
      this.#startDue(workspace).then(
        (waitMs) => workspace === this.#workspace && this.#wake(waitMs),
        (error: unknown) => {
          this.logger.error({ err: error }, 'the schedules could not be read');
          if (workspace === this.#workspace) this.#wake(longestWaitMs);
        },
      );
    }, inMs);
    this.#timer.unref();
  }

  /** @returns milliseconds until the next look at the clock. */
  async #startDue(workspace: ScheduledWorkspace): Promise<number> {
    const now = this.nowMs();
    let waitMs = longestWaitMs;
    for (const { id, name, nextAtMs } of await workspace.schedules.list()) {
      if (nextAtMs === null || this.#active.has(id)) continue;
      if (nextAtMs > now) waitMs = Math.min(waitMs, nextAtMs - now);
      else if (workspace === this.#workspace) this.#start(workspace, id, name, nextAtMs);
    }
    return waitMs;
  }

  #start(workspace: ScheduledWorkspace, id: string, name: string, plannedAtMs: number): void {
    this.#active.add(id);
    const isOpen = (): boolean => workspace === this.#workspace;
    startScheduledRun(this.jobs, workspace, { id, name, plannedAtMs, isOpen }, () => {
      if (!isOpen()) return;
      this.#active.delete(id);
      this.#wake(0);
    });
  }
}

interface RunRequest {
  readonly id: string;
  readonly name: string;
  /** Null: asked for, not planned. */
  readonly plannedAtMs: number | null;
  /** Whether the workspace is not being closed: a planned run that this cancels is made up for later. */
  readonly isOpen?: () => boolean;
}

/** Queues a run; it is recorded also when it fails or is cancelled, and a failed one fails its job. */
export function startScheduledRun(jobs: JobQueue, workspace: ScheduledWorkspace, request: RunRequest, ended?: () => void): Job {
  const { id, name, plannedAtMs, isOpen } = request;
  return jobs.start('scheduled-run', `“${name}” as scheduled by “${id}”`, async (job) => {
    try {
      const run = await measureScheduled(workspace, await workspace.schedules.get(id), plannedAtMs, job);
      if (run.status !== 'cancelled' || (isOpen?.() ?? true)) await workspace.schedules.addRun(id, run);
      if (run.error) throw errorFromPayload(run.error);
      return run;
    } finally {
      ended?.();
    }
  });
}
