import { join } from 'node:path';
import { jobSchema, type Job } from '#shared/schemas/job';
import { EventLog } from './event-log';
import type { FileOperations } from './file-operations';

/** Jobs remembered across restarts: the newest ones. */
const kept = 200;
const compactAfter = 2_000;

/** What became of each job, so that one cut short by a crash can say so after the restart. */
export class JobStore {
  #log: Promise<EventLog<unknown>> | undefined;

  constructor(
    private readonly files: FileOperations,
    private readonly folder: string,
  ) {}

  /** The latest state of each remembered job, oldest job first. */
  async load(): Promise<Job[]> {
    const log = await this.#open();
    const jobs = latest(log.pending.map(({ event }) => event));
    if (log.pending.length > compactAfter) await this.#compact(log, jobs);
    return jobs;
  }

  /** Durable when it returns. */
  async save(job: Job): Promise<void> {
    await (await this.#open()).append([job]);
  }

  async close(): Promise<void> {
    await (await this.#log?.catch(() => undefined))?.close();
  }

  async #compact(log: EventLog<unknown>, jobs: readonly Job[]): Promise<void> {
    const last = log.lastSequence;
    await log.rotate();
    await log.append(jobs);
    await log.forget(last);
  }

  #open(): Promise<EventLog<unknown>> {
    this.#log ??= EventLog.open<unknown>(this.files, join(this.folder, 'jobs'));
    return this.#log;
  }
}

function latest(records: readonly unknown[]): Job[] {
  const byId = new Map<string, Job>();
  for (const record of records) {
    const parsed = jobSchema.safeParse(record);
    if (!parsed.success) continue; // written by another version
    byId.delete(parsed.data.id);
    byId.set(parsed.data.id, parsed.data);
  }
  return [...byId.values()].slice(-kept);
}
