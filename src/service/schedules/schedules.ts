import { RankLabError } from '#shared/errors';
import type { SavedExperiment } from '#shared/contract/experiment';
import type { ScheduleChange, ScheduleCreate, ScheduleHistory, ScheduleSummary, ScheduledRun } from '#shared/schemas/schedule';
import { experimentConfigSchema } from '#shared/schemas/experiment';
import { CompactingLog, type CompactionOptions } from '../storage/log/compacting-log';
import type { FileOperations } from '../storage/files/file-operations';
import { guarded } from '../storage/files/storage-error';
import { nextTime } from './cron-times';
import { ScheduleState, type ScheduleEvent, type ScheduleWithRuns } from './schedule-state';

const mostSchedules = 100;

/** The workspace's schedules and their measurements, in a durable log of their own. */
export class Schedules {
  readonly #state = new ScheduleState();
  #opening: Promise<CompactingLog<ScheduleEvent>> | undefined;
  #last: Promise<unknown> = Promise.resolve();
  /** Called after a change of planned times. */
  onChange: (() => void) | undefined;

  constructor(
    private readonly files: FileOperations,
    private readonly folder: string,
    private readonly options?: CompactionOptions,
    private readonly nowMs: () => number = Date.now,
  ) {}

  /** Durable when it returns. @throws CONFLICT when the id is taken, INVALID_ARGUMENT for times that cannot be read. */
  async create({ id, cron, timeZone, keep }: ScheduleCreate, saved: SavedExperiment): Promise<ScheduleSummary> {
    const now = this.nowMs();
    nextTime(cron, timeZone, now);
    const reference = saved.result.variants.flatMap(({ name, metrics }) =>
      metrics.map(({ spec, value }) => ({ variant: name, spec, value })),
    );
    const config = experimentConfigSchema.parse(saved.config);
    const times = { cron, timeZone, keep, paused: false, createdAtMs: now, countedFromMs: now };
    await this.#inTurn(async () => {
      if (this.#state.schedules.has(id)) {
        const remedy = 'Choose another id, or remove that schedule first.';
        throw new RankLabError('CONFLICT', `There is already a schedule “${id}”`, { place: 'id', value: id, remedy });
      }
      if (this.#state.schedules.size >= mostSchedules) {
        throw new RankLabError('INVALID_ARGUMENT', `A workspace has at most ${mostSchedules} schedules`, { remedy: 'Remove some first.' });
      }
      await this.#record({ op: 'set', schedule: { id, name: saved.name, ...times, config, reference } });
    });
    this.onChange?.();
    return this.summary(id);
  }

  /** Other times count from now on: a time that would have been due before is not made up for. @throws NOT_FOUND, INVALID_ARGUMENT */
  async change({ id, ...change }: ScheduleChange): Promise<ScheduleSummary> {
    await this.#inTurn(async () => {
      const { schedule } = this.#find(id);
      const changed = {
        ...schedule,
        cron: change.cron ?? schedule.cron,
        timeZone: change.timeZone ?? schedule.timeZone,
        keep: change.keep ?? schedule.keep,
        paused: change.paused ?? schedule.paused,
      };
      const now = this.nowMs();
      nextTime(changed.cron, changed.timeZone, now);
      const sameTimes = changed.cron === schedule.cron && changed.timeZone === schedule.timeZone && changed.paused === schedule.paused;
      await this.#record({ op: 'set', schedule: { ...changed, countedFromMs: sameTimes ? schedule.countedFromMs : now } });
    });
    this.onChange?.();
    return this.summary(id);
  }

  /** @throws NOT_FOUND */
  async remove(id: string): Promise<void> {
    await this.#inTurn(async () => {
      this.#find(id);
      await this.#record({ op: 'remove', id });
    });
    this.onChange?.();
  }

  /** Adds a run; a no-op if the schedule was removed meanwhile. Durable when it returns. */
  async addRun(id: string, run: ScheduledRun): Promise<void> {
    await this.#inTurn(async () => {
      if (this.#state.schedules.has(id)) await this.#record({ op: 'ran', id, run });
    });
    this.onChange?.();
  }

  /** @throws NOT_FOUND */
  async get(id: string): Promise<ScheduleWithRuns> {
    await this.#log();
    return this.#find(id);
  }

  /** In the order of their creation. */
  async list(): Promise<ScheduleSummary[]> {
    await this.#log();
    return [...this.#state.schedules.values()].map(summarize);
  }

  /** @throws NOT_FOUND */
  async summary(id: string): Promise<ScheduleSummary> {
    return summarize(await this.get(id));
  }

  /** @throws NOT_FOUND */
  async history(id: string): Promise<ScheduleHistory> {
    const found = await this.get(id);
    return { ...summarize(found), runs: [...found.runs] };
  }

  async close(): Promise<void> {
    this.onChange = undefined;
    await this.#last;
    await (await this.#opening?.catch(() => undefined))?.close();
  }

  #find(id: string): ScheduleWithRuns {
    const found = this.#state.schedules.get(id);
    if (found) return found;
    const known = [...this.#state.schedules.keys()];
    throw new RankLabError('NOT_FOUND', `Unknown schedule “${id}”`, {
      place: 'id',
      value: id,
      remedy: known.length > 0 ? `There are ${known.join(', ')}.` : 'Schedule a saved comparison first.',
    });
  }

  async #record(event: ScheduleEvent): Promise<void> {
    await guarded('save the schedules', this.folder, async () => (await this.#log()).record(event));
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const before = this.#last;
    const done = this.#log()
      .then(() => before)
      .then(work);
    this.#last = done.catch(() => undefined);
    return done;
  }

  /** Opened and replayed on first use. */
  #log(): Promise<CompactingLog<ScheduleEvent>> {
    this.#opening ??= guarded('read the schedules', this.folder, () => {
      this.#state.reset();
      return CompactingLog.open(this.files, this.folder, this.#state, this.options);
    }).catch((error: unknown) => {
      this.#opening = undefined;
      throw error;
    });
    return this.#opening;
  }
}

/** Times are counted from the last planned run: several that were missed while nothing ran are made up for once. */
function nextOf({ schedule, runs }: ScheduleWithRuns): number | null {
  if (schedule.paused) return null;
  const lastPlanned = runs.findLast(({ plannedAtMs }) => plannedAtMs !== null);
  return nextTime(schedule.cron, schedule.timeZone, Math.max(schedule.countedFromMs, lastPlanned?.startedAtMs ?? 0));
}

function summarize(found: ScheduleWithRuns): ScheduleSummary {
  const { config, countedFromMs: _from, ...rest } = found.schedule;
  return {
    ...rest,
    variants: config.variants.map(({ name }) => name),
    metrics: config.metrics,
    nextAtMs: nextOf(found),
    runCount: found.runs.length,
    lastRun: found.runs.at(-1) ?? null,
    lastMeasured: found.runs.findLast(({ status }) => status === 'measured') ?? null,
  };
}
