import { randomUUID } from 'node:crypto';
import type { TaskContext } from '#engine/ports';
import { RankLabError } from '#shared/errors';
import type { Job } from '#shared/schemas/job';
import { silentLogger, type Logger } from '../logger';
import { errorPayload } from '../errors';
import type { JobLog } from './job-log';
import { ProgressEstimator } from './progress';
import { JobWatchers } from './watchers';

export type JobContext = TaskContext & { readonly signal: AbortSignal };
type JobRun = (context: JobContext) => Promise<unknown>;

interface JobQueueOptions {
  readonly logger?: Logger;
  /** Wall clock, for `startedAtMs`. */
  readonly now?: () => number;
}

interface Entry {
  state: Job;
  readonly lane: string;
  readonly outlivesWorkspace: boolean;
  readonly run: JobRun;
  readonly controller: AbortController;
  readonly estimator: { current: ProgressEstimator; startedAt: number };
  /** Resolves when the job has ended and its end is stored. */
  readonly ended: Promise<void>;
  readonly end: () => void;
}

const isEnded = (job: Job): boolean => job.status !== 'queued' && job.status !== 'running';
interface JobStartOptions {
  /** Jobs of one lane run one after another; by default one lane for the whole workspace. */
  readonly lane?: string;
  readonly amount?: Job['amount'];
  /** The job neither reads nor writes the open workspace, so closing it does not cancel the job. */
  readonly outlivesWorkspace?: boolean;
  /** Called once the job has ended, also where it was cancelled before it ran. */
  readonly onEnd?: () => void;
}

/** Ended jobs kept in memory; older ones remain only in the log. */
const keptJobs = 200;

/**
 * Long-running tasks with progress, remaining time and cancellation. Jobs of one lane (by default one lane for the whole workspace)
 * run one after another, so that two of them never write the same artifact.
 */
export class JobQueue {
  private readonly entries = new Map<string, Entry>();
  private readonly remembered = new Map<string, Job>();
  private readonly laneTails = new Map<string, Promise<void>>();
  private readonly watchers = new JobWatchers();
  private readonly logger: Logger;
  private readonly now: () => number;
  private log: JobLog | undefined;
  private closed = false;

  constructor(options: JobQueueOptions = {}) {
    this.logger = options.logger ?? silentLogger;
    this.now = options.now ?? Date.now;
  }

  /**
   * Stores jobs in `log` from now on. Jobs that are queued or running in the log but unknown to this process were interrupted by a crash: they become
   * `interrupted`, here and in the log.
   */
  async attachLog(log: JobLog): Promise<void> {
    this.log = log;
    for (const job of await log.load()) {
      if (this.entries.has(job.id)) continue;
      const known: Job = isEnded(job) ? job : { ...job, status: 'interrupted', remainingMs: null };
      this.remembered.set(job.id, known);
      if (known !== job) await log.save(known);
    }
  }

  /** Cancels the workspace's jobs and waits until none of them can write any more; then detaches the log and drops its jobs. */
  async closeWorkspace(): Promise<void> {
    const running = (): Entry[] => [...this.entries.values()].filter((entry) => !entry.outlivesWorkspace && !isEnded(entry.state));
    for (let left = running(); left.length > 0; left = running()) await Promise.all(left.map((entry) => this.stop(entry)));
    this.log = undefined;
    this.remembered.clear();
    for (const [id, entry] of this.entries) if (isEnded(entry.state)) this.entries.delete(id);
  }

  /** Queues `run` and returns at once. Its return value becomes the job's result. */
  start(kind: string, label: string, run: JobRun, options: JobStartOptions = {}): Job {
    if (this.closed) throw new RankLabError('SERVICE_GONE', 'The service is shutting down: no new job is accepted');
    const entry = this.newEntry(kind, label, run, options);
    this.entries.set(entry.state.id, entry);
    this.removeOld();
    const before = this.laneTails.get(entry.lane) ?? Promise.resolve();
    const saved = this.save(entry.state);
    const tail = Promise.all([before, saved]).then(() => this.execute(entry));
    this.laneTails.set(entry.lane, tail);
    return entry.state;
  }

  /** Throws NOT_FOUND. */
  get(id: string): Job {
    const entry = this.entries.get(id);
    if (entry) return this.present(entry);
    const job = this.remembered.get(id);
    if (!job) throw new RankLabError('NOT_FOUND', `There is no job “${id}”`, { value: id });
    return job;
  }

  /** Newest first. */
  list(): Job[] {
    const jobs = [...[...this.entries.values()].map((entry) => this.present(entry)), ...this.remembered.values()];
    return jobs.sort((a, b) => b.startedAtMs - a.startedAtMs);
  }

  /**
   * The job now, then at every change (at most 20 a second) until it ends; the last value is the ended job. A slow
   * consumer gets the newest state, not a backlog. Throws NOT_FOUND.
   */
  watch(id: string, signal?: AbortSignal): AsyncIterableIterator<Job> {
    this.get(id);
    const entry = this.entries.get(id);
    return this.watchers.watch(id, () => (entry ? this.present(entry) : this.get(id)), isEnded, signal);
  }

  /** Asks the job to stop and waits until it has. A job that finished in the meantime stays `succeeded`. */
  async cancel(id: string): Promise<Job> {
    const job = this.get(id);
    const entry = this.entries.get(id);
    return entry ? this.stop(entry) : job;
  }

  /** By entry: as soon as it has ended, later jobs may take its place in the list. */
  private async stop(entry: Entry): Promise<Job> {
    if (isEnded(entry.state)) return entry.state;
    entry.controller.abort(new RankLabError('CANCELLED', `“${entry.state.label}” was cancelled`));
    if (entry.state.status === 'queued') await this.finish(entry, { status: 'cancelled' });
    else await entry.ended;
    return this.present(entry);
  }

  /** Cancels all jobs, waits until they have stopped, and accepts no new ones. */
  async closeAll(): Promise<void> {
    this.closed = true;
    await Promise.all([...this.entries.values()].map((entry) => this.stop(entry)));
    await Promise.all(this.laneTails.values());
  }

  private newEntry(kind: string, label: string, run: JobRun, options: JobStartOptions): Entry {
    const { lane = 'workspace', amount = null, outlivesWorkspace = false, onEnd } = options;
    let end = (): void => undefined;
    const ended = new Promise<void>((resolve) => {
      end = () => {
        resolve();
        onEnd?.();
      };
    });
    const state: Job = {
      id: randomUUID(),
      kind,
      label,
      status: 'queued',
      fraction: 0,
      detail: '',
      startedAtMs: this.now(),
      elapsedMs: 0,
      remainingMs: null,
      amount,
      ratePerSecond: null,
      error: null,
      result: null,
    };
    const startedAt = performance.now();
    const estimator = { current: new ProgressEstimator(startedAt), startedAt };
    return { state, lane, outlivesWorkspace, run, controller: new AbortController(), estimator, ended, end };
  }

  private async execute(entry: Entry): Promise<void> {
    if (isEnded(entry.state)) return;
    entry.estimator.startedAt = performance.now();
    entry.estimator.current = new ProgressEstimator(entry.estimator.startedAt);
    this.update(entry, { status: 'running', startedAtMs: this.now() });
    await this.save(entry.state);
    const logger = this.logger.child({ jobId: entry.state.id, kind: entry.state.kind });
    logger.info({}, 'job started');
    try {
      const signal = entry.controller.signal;
      signal.throwIfAborted();
      const report = (fraction: number, detail?: string): void => this.progress(entry, fraction, detail);
      const result = await entry.run({ signal, report });
      await this.finish(entry, { status: 'succeeded', fraction: 1, result: result ?? null });
    } catch (error) {
      const cancelled = entry.controller.signal.aborted;
      const payload = errorPayload(error);
      if (payload.code === 'INTERNAL') logger.error({ err: error }, 'job failed unexpectedly');
      await this.finish(entry, cancelled ? { status: 'cancelled' } : { status: 'failed', error: payload });
    }
    logger.info({ status: entry.state.status, elapsedMs: Math.round(entry.state.elapsedMs) }, 'job ended');
  }

  private progress(entry: Entry, fraction: number, detail?: string): void {
    if (entry.state.status !== 'running' || Number.isNaN(fraction)) return;
    const bounded = Math.max(entry.state.fraction, Math.min(1, Math.max(0, fraction)));
    entry.estimator.current.add(performance.now(), bounded);
    entry.state = { ...entry.state, fraction: bounded, ...(detail !== undefined && { detail }) };
    this.watchers.changed(entry.state.id, false);
  }

  private async finish(entry: Entry, change: Partial<Job>): Promise<void> {
    const times = { elapsedMs: performance.now() - entry.estimator.startedAt, remainingMs: null, ratePerSecond: null };
    entry.state = { ...entry.state, ...times, ...change };
    await this.save(entry.state);
    this.watchers.changed(entry.state.id, true);
    entry.end();
  }

  private update(entry: Entry, change: Partial<Job>): void {
    entry.state = { ...entry.state, ...change };
    this.watchers.changed(entry.state.id, true);
  }

  /** The state with current times. */
  private present(entry: Entry): Job {
    if (entry.state.status !== 'running') return entry.state;
    const now = performance.now();
    const { current, startedAt } = entry.estimator;
    return { ...entry.state, elapsedMs: now - startedAt, remainingMs: current.remainingMs(now), ratePerSecond: current.ratePerSecond(now) };
  }

  /** A failing log must not fail the job. */
  private async save(job: Job): Promise<void> {
    try {
      await this.log?.save(job);
    } catch (error) {
      this.logger.error({ err: error, jobId: job.id }, 'the job could not be remembered');
    }
  }

  private removeOld(): void {
    let surplus = this.entries.size - keptJobs;
    for (const [id, entry] of this.entries) {
      if (surplus <= 0) return;
      if (!isEnded(entry.state)) continue;
      this.entries.delete(id);
      surplus--;
    }
  }
}
