import type { Dataset } from '#engine/model/dataset';
import type { BoundRun, BoundScores, ForeignRun, RunLibrary } from '#engine/model/foreign-run';
import type { TaskContext } from '#engine/ports';
import { bindScores } from '#engine/runs/bind-scores';
import { bindRun } from '#engine/runs/bind-run';
import { isRankLabError, RankLabError } from '#shared/errors';
import type { RunPolicy, StoredRun } from '#shared/schemas/foreign-run';
import { readRunFile, type RunFileOptions } from '../import/runs/read-run';
import type { ArtifactStore } from '../storage/files/artifact-store';
import type { FileOperations } from '../storage/files/file-operations';
import { readRunDetails, runArtifact, runArtifactName, runFromArtifact, runScope } from './run-artifact';

/** Runs and their bound lists that stay in memory. */
const keptRuns = 16;
const keptBindings = 32;

/** The rankings made elsewhere that a workspace has stored, each under the SHA-256 of its file. */
export class RunStore implements RunLibrary {
  readonly #loaded = new Map<string, Promise<ForeignRun>>();
  readonly #bound = new WeakMap<Dataset['users']['ids'], Map<string, BoundRun>>();
  readonly #scores = new WeakMap<Dataset['users']['ids'], Map<string, Promise<BoundScores>>>();

  constructor(
    private readonly artifacts: ArtifactStore,
    private readonly files: FileOperations,
    /** Takes what a Parquet file has to be turned into. */
    private readonly folder: string,
  ) {}

  /**
   * Reads a file and keeps it. The same bytes again are the same run: name and declaration become those given now.
   * @throws IMPORT_FAILED naming `file:line`, CONFLICT when it is stored with other columns chosen, CANCELLED.
   */
  async add(path: string, options: RunFileOptions = {}, context?: TaskContext): Promise<StoredRun> {
    const run = await readRunFile(this.files, path, this.folder, options, context);
    const artifact = runArtifact(run, options.map ?? {});
    const { sha256, file } = run;
    if (this.artifacts.has(artifact.name)) {
      const { map } = await this.#details(sha256);
      if (JSON.stringify(map) !== JSON.stringify(options.map ?? {})) {
        throw new RankLabError('CONFLICT', `${file} is stored already, with other columns chosen`, {
          place: 'map',
          remedy: `Remove the stored run ${sha256.slice(0, 12)} first`,
        });
      }
    }
    await this.artifacts.write(artifact.name, artifact.header, artifact.arrays);
    remember(this.#loaded, sha256, Promise.resolve(run), keptRuns);
    return this.get(sha256);
  }

  /** Newest first. */
  async list(): Promise<StoredRun[]> {
    const hashes = this.artifacts.list(runScope).map((name) => name.slice(runScope.length + 1));
    const runs = await Promise.all(hashes.map((sha256) => this.get(sha256)));
    return runs.sort((a, b) => b.importedAtMs - a.importedAtMs || (a.sha256 < b.sha256 ? -1 : 1));
  }

  /** @throws NOT_FOUND */
  async get(sha256: string): Promise<StoredRun> {
    const { provenance, map: _map, ...facts } = await this.#details(sha256);
    return { ...provenance, ...facts };
  }

  /** @throws NOT_FOUND */
  async remove(sha256: string): Promise<void> {
    await this.#details(sha256);
    await this.artifacts.remove(runArtifactName(sha256));
    this.#loaded.delete(sha256);
  }

  async bind(sha256: string, policy: RunPolicy, dataset: Dataset): Promise<BoundRun> {
    const known = this.bound(sha256, policy, dataset);
    if (known) return known;
    const bound = bindRun(await this.#load(sha256), dataset, policy);
    const ofDataset = this.#bound.get(dataset.users.ids) ?? new Map<string, BoundRun>();
    this.#bound.set(dataset.users.ids, ofDataset);
    remember(ofDataset, bindingKey(sha256, policy, dataset), bound, keptBindings);
    return bound;
  }

  scores(sha256: string, column: string, dataset: Dataset): Promise<BoundScores> {
    const key = `${sha256} ${column} ${dataset.users.ids.size} ${dataset.items.ids.size}`;
    const ofDataset = this.#scores.get(dataset.users.ids) ?? new Map<string, Promise<BoundScores>>();
    this.#scores.set(dataset.users.ids, ofDataset);
    const known = ofDataset.get(key);
    if (known) return known;
    const bound = this.#load(sha256).then((run) => bindScores(run, dataset, column));
    remember(ofDataset, key, bound, keptBindings);
    bound.catch(() => ofDataset.delete(key));
    return bound;
  }

  bound(sha256: string, policy: RunPolicy, dataset: Dataset): BoundRun | undefined {
    return this.#bound.get(dataset.users.ids)?.get(bindingKey(sha256, policy, dataset));
  }

  #load(sha256: string): Promise<ForeignRun> {
    const known = this.#loaded.get(sha256);
    if (known) return known;
    const loading = this.artifacts.read(runArtifactName(sha256)).then(runFromArtifact, (error: unknown) => {
      throw asNotFound(error, sha256);
    });
    remember(this.#loaded, sha256, loading, keptRuns);
    loading.catch(() => this.#loaded.delete(sha256));
    return loading;
  }

  async #details(sha256: string) {
    try {
      return readRunDetails((await this.artifacts.header(runArtifactName(sha256))).details);
    } catch (error) {
      throw asNotFound(error, sha256);
    }
  }
}

/** Users and videos may have come since: their numbers are part of the key. */
const bindingKey = (sha256: string, policy: RunPolicy, { users, items }: Dataset): string =>
  `${sha256} ${JSON.stringify(policy)} ${users.ids.size} ${items.ids.size}`;

function asNotFound(error: unknown, sha256: string): unknown {
  if (!isRankLabError(error) || error.code !== 'NOT_BUILT') return error;
  return new RankLabError('NOT_FOUND', `No run ${sha256.slice(0, 12)} is stored in this workspace`, {
    place: 'run',
    value: sha256,
    remedy: 'Add its file first; the runs of the workspace are listed by “ranklab runs”',
  });
}

function remember<Value>(cache: Map<string, Value>, key: string, value: Value, most: number): void {
  cache.delete(key);
  cache.set(key, value);
  const oldest = cache.keys().next().value;
  if (cache.size > most && oldest !== undefined) cache.delete(oldest);
}
