import type { AnnIndex } from '#engine/ann/port';
import { fingerprintOf } from '#engine/core/hashing/fingerprint';
import { foldInUser } from '#engine/factors/compute-factors';
import { trainingMatrix } from '#engine/dataset/training-matrix';
import { embedItems, canRestore, explainQuery, restoreItemEmbedder, restoreQueryEmbedder } from '#engine/embeddings/embed-items';
import type { EmbeddingPorts, EmbeddingUsage, SerializableState, TextReading } from '#engine/embeddings/port';
import { embeddingProviders } from '#engine/embeddings/registry';
import type { Dataset } from '#engine/model/dataset';
import type { TrainingView } from '#engine/model/training-view';
import type { Embeddings, Factors } from '#engine/model/vectors';
import { alignModels, modelRows } from '#engine/pipeline/growth/align-models';
import { createTrainingView, latestTimestampMs } from '#engine/pipeline/training-view';
import type { Side } from '#engine/pipeline/sides';
import type { TaskContext } from '#engine/ports';
import { subtask, throwIfCancelled } from '#engine/core/cancellation';
import type { Fingerprint } from '#shared/ids';
import { isRankLabError, RankLabError } from '#shared/errors';
import type { BuildSettings } from '#shared/schemas/model';
import type { BuildReport } from '#shared/schemas/model';
import { shareArrays } from '../jobs/shared-arrays';
import { workerOptions } from '../jobs/worker-options';
import type { WorkerPool } from '../jobs/worker-pool';
import type { AnnSelection } from '../ann/ann-selection';
import type { ArtifactToWrite } from '../storage/files/artifact-store';
import { openSideIndexes, withCurrentRows, type SideIndexes } from './side-indexes';
import { StageTimer } from './stage-timer';
import { StoredIndexes } from './stored-indexes';
import { embeddingArtifact, factorArtifact, rowsArtifact, type EmbeddingArtifact, type ModelArtifacts } from './model-artifacts';

/** The models of one side, in memory. */
export interface SideModels {
  readonly view: TrainingView;
  readonly contentIndex: AnnIndex | undefined;
  readonly factorIndex: AnnIndex;
  /** Items and users that came or changed after the models were made: their vectors are still to be made. */
  readonly itemsToFold: readonly number[];
  readonly usersToFold: readonly number[];
  readonly indexes: BuildReport['indexes'];
  /** Of making the embeddings; undefined where they were loaded or no service was asked. */
  readonly embeddingUsage: EmbeddingUsage | undefined;
  readonly embeddingsMadeAtMs: number | undefined;
  /** How a text is read; undefined when the provider cannot say. */
  explainText(text: string): TextReading[] | undefined;
  readonly millisecondsByStage: Readonly<Record<string, number>>;
  dispose(): void;
}

interface ModelParts {
  readonly embedded: EmbeddingArtifact | undefined;
  readonly usage: EmbeddingUsage | undefined;
  readonly factors: Factors;
  readonly itemsToFold: readonly number[];
  readonly usersToFold: readonly number[];
}

interface Made<Value> {
  readonly value: Value;
  readonly usage?: EmbeddingUsage;
  /** Empty when the value was loaded. */
  readonly toWrite: readonly ArtifactToWrite[];
}

/** Makes or loads the models of a side. Every artifact is known by the fingerprint of what it was made from. */
export class SideModelBuilder {
  readonly #indexes: StoredIndexes;

  constructor(
    private readonly workers: WorkerPool,
    ann: AnnSelection,
    private readonly artifacts: ModelArtifacts,
    private readonly embeddingPorts: EmbeddingPorts = {},
  ) {
    this.#indexes = new StoredIndexes(ann, artifacts);
  }

  /** Whether every artifact that these settings ask for is on disk and current. */
  async isComplete(side: Side, settings: BuildSettings): Promise<boolean> {
    const wanted = identities(side, settings);
    const present = await this.artifacts.fingerprints(side.scope);
    return present.factors === wanted.factors && (!settings.embeddings || (present.embeddings === wanted.embeddings && present.readable));
  }

  /**
   * Loads what is current and makes the rest. A cancelled build leaves the artifacts as they were. `base` names the bulk
   * data that single arrivals are added to; it is asked when all is made, and nothing is written unless it answers.
   */
  async make(
    dataset: Dataset,
    side: Side,
    settings: BuildSettings,
    base: () => Promise<string>,
    context?: TaskContext,
  ): Promise<SideModels> {
    const timer = new StageTimer();
    const wanted = identities(side, settings);
    // Two cores, two independent models: they are made side by side.
    const [embedded, factorised] = await Promise.all([
      settings.embeddings
        ? timer.timed('embeddings', () => this.#embeddings(dataset, side, settings, wanted.embeddings, subtask(context, 0, 0.5)))
        : undefined,
      timer.timed('factors', () => this.#factors(dataset, side, settings, wanted.factors, subtask(context, 0.5, 0.9))),
    ]);
    throwIfCancelled(context);
    const toWrite = [...(embedded?.toWrite ?? []), ...factorised.toWrite];
    const parts = { embedded: embedded?.value, usage: embedded?.usage, factors: factorised.value, itemsToFold: [], usersToFold: [] };
    // The index first: settings it cannot be built with must never become those of the workspace.
    const indexes = await timer.timed('index', () =>
      openSideIndexes(this.#indexes, side.scope, settings.index, vectorsOf(parts), false, subtask(context, 0.9, 1)),
    );
    const models = this.#assemble(dataset, side, settings, parts, indexes, timer);
    try {
      throwIfCancelled(context);
      if (toWrite.length + indexes.toWrite.length > 0 || side.split === undefined) {
        const rows = rowsArtifact(side.scope, { base: await base(), trainedOn: dataset.fingerprint, settings }, modelRows(dataset));
        await timer.timed('save-models', () => this.artifacts.write([...toWrite, ...indexes.toWrite, rows]));
      }
      return models;
    } catch (error) {
      models.dispose();
      throw error;
    }
  }

  /**
   * Loads models that were made before some of the data arrived: every vector goes to the row its id has now. An index that
   * cannot be used is built again and put in its place. @throws CORRUPT_ARTIFACT naming the file.
   */
  async load(dataset: Dataset, side: Side, settings: BuildSettings): Promise<SideModels> {
    const timer = new StageTimer();
    const wanted = identities(side, settings);
    const embedded = settings.embeddings ? await this.artifacts.readEmbeddings(side.scope, wanted.embeddings) : undefined;
    const factors = await this.artifacts.readFactors(side.scope, wanted.factors);
    const rows = await this.artifacts.readRows(side.scope);
    if (!factors || !rows) throw new RankLabError('NOT_BUILT', 'The models are not built', { remedy: 'Build them first' });
    const stored = { embedded, factors };
    const opened = await timer.timed('index', () => openSideIndexes(this.#indexes, side.scope, settings.index, vectorsOf(stored), true));
    // Where it cannot be written, the workspace opens all the same, and the next opening tries again.
    await this.artifacts.write(opened.toWrite).catch(() => {});
    const aligned = alignModels(dataset, rows, embedded?.embeddings, factors);
    const indexes = aligned.itemsFrom ? await withCurrentRows(opened, aligned.itemsFrom, rows.itemIds.length) : opened;
    const parts = {
      embedded: embedded && aligned.embeddings && { ...embedded, embeddings: aligned.embeddings },
      usage: undefined,
      factors: aligned.factors,
      itemsToFold: aligned.itemsToFold,
      usersToFold: aligned.usersToFold,
    };
    return this.#assemble(dataset, side, settings, parts, indexes, timer);
  }

  #assemble(dataset: Dataset, side: Side, settings: BuildSettings, parts: ModelParts, indexes: SideIndexes, timer: StageTimer): SideModels {
    const { embedded } = parts;
    const foldIn = side.split?.foldIn ?? new Int32Array(0);
    const factors = foldIn.length > 0 ? withHeldOutUsers(dataset, foldIn, parts.factors) : parts.factors;
    const view = createTrainingView({
      dataset,
      positions: side.positions,
      knownItems: side.knownItems,
      foldIn,
      seed: settings.seed,
      ...(side.split === undefined && { clockMs: Date.now() }),
      factors,
      embeddings: embedded?.embeddings,
      contentIndex: indexes.content,
      factorIndex: indexes.factors,
      embedQuery: embedded && restoreQueryEmbedder(embedded.state, this.embeddingPorts),
      embedItem: embedded && restoreItemEmbedder(embedded.state, this.embeddingPorts),
    });
    return {
      view,
      contentIndex: indexes.content,
      factorIndex: indexes.factors,
      itemsToFold: parts.itemsToFold,
      usersToFold: parts.usersToFold,
      indexes: indexes.reports,
      embeddingUsage: parts.usage,
      embeddingsMadeAtMs: embedded?.madeAtMs,
      explainText: (text) => embedded && explainQuery(embedded.state, text),
      millisecondsByStage: timer.milliseconds,
      dispose: () => {
        indexes.content?.dispose();
        indexes.factors.dispose();
      },
    };
  }

  async #embeddings(
    dataset: Dataset,
    side: Side,
    settings: BuildSettings,
    identity: Fingerprint,
    context: TaskContext,
  ): Promise<Made<EmbeddingArtifact>> {
    const kept = await undefinedWhenCorrupt(this.artifacts.readEmbeddings(side.scope, identity));
    if (kept && canRestore(kept.state, this.embeddingPorts)) return { value: kept, toWrite: [] };
    const { provider, params } = settings.embeddings ?? { provider: 'local', params: {} };
    const embedSettings = {
      provider,
      params,
      seed: settings.seed,
      fitItems: side.knownItems,
      latestTimestampMs: latestTimestampMs(dataset, side.positions),
    };
    const { embeddings, state, usage }: { embeddings: Embeddings; state: SerializableState; usage?: EmbeddingUsage } =
      embeddingProviders.get(provider, 'embeddings.provider').needs.length > 0
        ? await embedItems(dataset, embedSettings, this.embeddingPorts, context)
        : await this.workers.run(
            'embed-items',
            { items: cloneableItems(dataset), fingerprint: dataset.fingerprint, settings: embedSettings },
            workerOptions(context),
          );
    const value = { embeddings, state, madeAtMs: Date.now() };
    return { value, toWrite: [embeddingArtifact(side.scope, identity, value)], ...(usage && { usage }) };
  }

  async #factors(
    dataset: Dataset,
    side: Side,
    settings: BuildSettings,
    identity: Fingerprint,
    context: TaskContext,
  ): Promise<Made<Factors>> {
    const kept = await undefinedWhenCorrupt(this.artifacts.readFactors(side.scope, identity));
    if (kept) return { value: kept, toWrite: [] };
    const matrix = trainingMatrix(dataset, side.positions, settings.factors.values);
    const { method, factorCount, params } = settings.factors;
    const value = await this.workers.run(
      'compute-factors',
      {
        matrix: shareArrays(matrix),
        settings: {
          method,
          factorCount: Math.min(factorCount, matrix.rows, matrix.columns),
          seed: settings.seed,
          params,
          latestTimestampMs: latestTimestampMs(dataset, side.positions),
          inputFingerprint: side.fingerprint,
        },
      },
      workerOptions(context),
    );
    return { value, toWrite: [factorArtifact(side.scope, identity, value)] };
  }
}

const vectorsOf = ({ embedded, factors }: Pick<ModelParts, 'embedded' | 'factors'>) => ({ embeddings: embedded?.embeddings, factors });

/** Held-out users get the vectors their known history calls for; nothing is fitted on it. */
function withHeldOutUsers(dataset: Dataset, foldIn: Int32Array, factors: Factors): Factors {
  const history = trainingMatrix(dataset, foldIn, 'binary');
  const folded = { ...factors, userFactors: Float32Array.from(factors.userFactors) };
  for (let user = 0; user < history.rows; user++) {
    const items = history.indices.subarray(history.offsets[user], history.offsets[user + 1]);
    if (items.length > 0)
      folded.userFactors.set(foldInUser(factors, items, new Float32Array(items.length).fill(1)), user * factors.factorCount);
  }
  return folded;
}

/** What each artifact must have been made from to be current. */
function identities(side: Side, settings: BuildSettings): { embeddings: Fingerprint; factors: Fingerprint } {
  return {
    embeddings: fingerprintOf('embeddings', side.fingerprint, settings.embeddings, settings.seed),
    factors: fingerprintOf('factors', side.fingerprint, settings.factors, settings.seed),
  };
}

/** A damaged artifact can be made again from the data, so here it counts as absent; opening it directly names it. */
async function undefinedWhenCorrupt<Value>(reading: Promise<Value | undefined>): Promise<Value | undefined> {
  try {
    return await reading;
  } catch (error) {
    if (isRankLabError(error) && error.code === 'CORRUPT_ARTIFACT') return undefined;
    throw error;
  }
}

function cloneableItems({ items }: Dataset): Omit<Dataset['items'], 'ids'> {
  const { ids: _vocabulary, ...columns } = items;
  return columns;
}
