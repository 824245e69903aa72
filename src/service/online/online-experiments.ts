import type { Dataset } from '#engine/model/dataset';
import { RankLabError } from '#shared/errors';
import type { OnlineExperiment, OnlineReport } from '#shared/schemas/online';
import type { Variant } from '#shared/schemas/variant';
import { CompactingLog, type CompactionOptions } from '../storage/log/compacting-log';
import type { FileOperations } from '../storage/files/file-operations';
import { guarded } from '../storage/files/storage-error';
import { assignArm } from './assign';
import { interactionsBefore } from './before';
import type { BeforeOf } from './tally';
import { OnlineState, type OnlineEvent, type Running } from './online-state';

/**
 * The workspace's online experiments. Every assignment and counted interaction is an event in a separate durable log, and the numbers result from
 * replaying it, so a restart changes nothing. An interaction is attributed to the variant last served to its user by an experiment; lists outside of
 * experiments do not change that.
 */
export class OnlineExperiments {
  readonly #state = new OnlineState();
  #opening: Promise<CompactingLog<OnlineEvent>> | undefined;
  #last: Promise<unknown> = Promise.resolve();
  readonly #before = new WeakMap<Dataset, Map<string, ReturnType<typeof interactionsBefore>>>();

  constructor(
    private readonly files: FileOperations,
    private readonly folder: string,
    private readonly options?: CompactionOptions,
    /** The workspace's data, for what users did before an experiment; undefined without data. */
    private readonly past?: () => Promise<Dataset | undefined>,
  ) {}

  /** Durable when it returns. @throws CONFLICT when the id is taken, INVALID_ARGUMENT when two arms have one name. */
  async start(experiment: OnlineExperiment): Promise<OnlineExperiment> {
    const names = experiment.arms.map(({ variant }) => variant.name);
    const twice = names.find((name, place) => names.indexOf(name) !== place);
    if (twice !== undefined) {
      throw new RankLabError('INVALID_ARGUMENT', `Two arms are named “${twice}”: names of arms must be unique`, { place: 'arms' });
    }
    return this.#inTurn(async () => {
      if (this.#state.experiments.has(experiment.id)) {
        const remedy = 'Choose another id, or remove that experiment first.';
        throw new RankLabError('CONFLICT', `There is already an online experiment “${experiment.id}”`, { place: 'id', remedy });
      }
      await this.#record({ op: 'start', experiment });
      return experiment;
    });
  }

  async has(id: string): Promise<boolean> {
    await this.#log();
    return this.#state.experiments.has(id);
  }

  /** Newest first. */
  async list(): Promise<OnlineExperiment[]> {
    await this.#log();
    return [...this.#state.experiments.values()].map(({ tally, endedAtMs }) => ({ ...tally.experiment, endedAtMs })).reverse();
  }

  /** @throws NOT_FOUND */
  async report(id: string): Promise<OnlineReport> {
    await this.#log();
    const { tally, endedAtMs } = this.#find(id);
    const data = await this.past?.();
    return tally.report(endedAtMs, data && this.#beforeIn(data));
  }

  /** Ending it twice is a no-op. @throws NOT_FOUND */
  async end(id: string, atMs: number): Promise<OnlineReport> {
    await this.#log();
    await this.#inTurn(async () => {
      if (this.#find(id).endedAtMs === null) await this.#record({ op: 'end', e: id, t: atMs });
    });
    return this.report(id);
  }

  /** @throws NOT_FOUND */
  async remove(id: string): Promise<void> {
    await this.#log();
    await this.#inTurn(async () => {
      this.#find(id);
      await this.#record({ op: 'remove', e: id });
    });
  }

  /** The variant of a user. @throws NOT_FOUND, CONFLICT when the experiment has ended. */
  async assign(id: string, user: string): Promise<Variant> {
    await this.#log();
    const { arms } = this.#running(id).tally.experiment;
    const chosen = arms[this.#armOf(id, user)];
    if (chosen) return chosen.variant;
    throw new RankLabError('INTERNAL', `The online experiment “${id}” has no such arm`);
  }

  /** Records that the user was served the variant of `assign`; durable when it returns; a no-op if already recorded. */
  async expose(id: string, user: string, atMs: number): Promise<void> {
    await this.#log();
    // Ended or removed while the list was computed: no longer counted.
    if (this.#state.experiments.get(id)?.endedAtMs !== null) return;
    const arm = this.#armOf(id, user);
    const last = this.#state.lastAssignment.get(user);
    if (last?.experiment === id && last.arm === arm) return;
    await this.#record({ op: 'given', e: id, a: arm, u: user, t: atMs });
  }

  /** Counts a user's interaction for the variant last served to the user; undefined if there is none. Durable when it returns. */
  async attribute(user: string, kind: string, atMs: number): Promise<{ experiment: string; variant: string } | undefined> {
    await this.#log();
    const last = this.#state.lastAssignment.get(user);
    const running = last && this.#state.experiments.get(last.experiment);
    const variant = running?.tally.experiment.arms[last?.arm ?? -1]?.variant.name;
    if (!last || running?.endedAtMs !== null || variant === undefined) return undefined;
    await this.#record({ op: 'did', e: last.experiment, a: last.arm, u: user, k: kind, t: atMs });
    return { experiment: last.experiment, variant };
  }

  async close(): Promise<void> {
    await this.#last;
    await (await this.#opening?.catch(() => undefined))?.close();
  }

  /** Counted once for each experiment and state of the data. */
  #beforeIn(data: Dataset): BeforeOf {
    return ({ id, startedAtMs, kinds }) => {
      const known = this.#before.get(data) ?? new Map<string, ReturnType<typeof interactionsBefore>>();
      this.#before.set(data, known);
      const key = `${id} ${startedAtMs}`;
      if (!known.has(key)) known.set(key, interactionsBefore(data, startedAtMs, kinds));
      return known.get(key);
    };
  }

  #armOf(id: string, user: string): number {
    const { arms, seed } = this.#find(id).tally.experiment;
    return assignArm(
      user,
      id,
      seed,
      arms.map(({ share }) => share),
    );
  }

  #find(id: string): Running {
    const found = this.#state.experiments.get(id);
    if (found) return found;
    const remedy = 'GET /experiments/online lists the experiments.';
    throw new RankLabError('NOT_FOUND', `Unknown online experiment “${id}”`, { place: 'experiment', value: id, remedy });
  }

  #running(id: string): Running {
    const found = this.#find(id);
    if (found.endedAtMs === null) return found;
    const remedy = 'Name a stored variant instead, or start another experiment.';
    throw new RankLabError('CONFLICT', `The online experiment “${id}” has ended`, { place: 'experiment', value: id, remedy });
  }

  async #record(event: OnlineEvent): Promise<void> {
    await (await this.#log()).record(event);
  }

  /** Starts, ends and removals are serialised. */
  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const before = this.#last;
    const done = this.#log()
      .then(() => before)
      .then(work);
    this.#last = done.catch(() => undefined);
    return done;
  }

  /** Opened and replayed on first use. */
  #log(): Promise<CompactingLog<OnlineEvent>> {
    this.#opening ??= guarded('read the online experiments', this.folder, () => {
      this.#state.reset();
      return CompactingLog.open(this.files, this.folder, this.#state, this.options);
    }).catch((error: unknown) => {
      this.#opening = undefined;
      throw error;
    });
    return this.#opening;
  }
}
