import type { Job } from '#shared/schemas/job';
import type { ScheduledRun } from '#shared/schemas/schedule';
import type { JobQueue } from '../jobs/job-queue';
import type { Logger } from '../logger';
import { errorFromPayload } from '../errors';
import { cancelledRun, measureScheduled, type MeasuringHost } from './measure-scheduled';
import type { Schedules } from './schedules';

export type ScheduledWorkspace = MeasuringHost & { readonly schedules: Schedules };

/** After a run that could not be recorded, its schedule waits so long: measuring again at once would go on for ever. */
const retryMs = 600_000;
/** Longest wait between two looks at the clock, so that a suspended machine or a changed clock is noticed. */
const longestWaitMs = 30_000;

/**
 * Starts the runs of the open workspace's schedules when they are due, as jobs. Only a process that stays has one: a browser host
 * or the desktop's service, never a command. A time that passed while none was there is made up for, once.
 */
export class Scheduler {
  readonly #active = new Set<string>();
  /** Schedules whose last run could not be recorded, with the time until which they wait. */
  readonly #heldUntilMs = new Map<string, number>();
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
    this.#heldUntilMs.clear();
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
      const dueAtMs = Math.max(nextAtMs, this.#heldUntilMs.get(id) ?? 0);
      if (dueAtMs > now) waitMs = Math.min(waitMs, dueAtMs - now);
      else if (workspace === this.#workspace) this.#start(workspace, id, name, nextAtMs);
    }
    return waitMs;
  }

  #start(workspace: ScheduledWorkspace, id: string, name: string, plannedAtMs: number): void {
    this.#active.add(id);
    const isOpen = (): boolean => workspace === this.#workspace;
    const ended = (isRecorded: boolean): void => {
      if (!isOpen()) return;
      this.#active.delete(id);
      if (isRecorded) this.#heldUntilMs.delete(id);
      else this.#heldUntilMs.set(id, this.nowMs() + retryMs);
      this.#wake(0);
    };
    startScheduledRun(this.jobs, workspace, { id, name, plannedAtMs, isOpen }, ended);
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
export function startScheduledRun(
  jobs: JobQueue,
  workspace: ScheduledWorkspace,
  { id, name, plannedAtMs, isOpen = () => true }: RunRequest,
  ended?: (isRecorded: boolean) => void,
): Job {
  let isRecorded = false;
  const record = async (run: ScheduledRun): Promise<void> => {
    if (run.status === 'cancelled' && !isOpen()) return;
    await workspace.schedules.addRun(id, run);
    isRecorded = true;
  };
  const queuedAtMs = Date.now();
  let began = false;
  const onEnd = async (): Promise<void> => {
    if (!began) await record(cancelledRun(plannedAtMs, queuedAtMs)).catch(() => undefined);
    ended?.(isRecorded);
  };
  return jobs.start(
    'scheduled-run',
    `“${name}” as scheduled by “${id}”`,
    async (job) => {
      began = true;
      const run = await measureScheduled(workspace, await workspace.schedules.get(id), plannedAtMs, job);
      await record(run);
      if (run.error) throw errorFromPayload(run.error);
      return run;
    },
    { onEnd: () => void onEnd() },
  );
}
