import { trainingMatrix } from '#engine/dataset/training-matrix';
import { embedItems, canRestore, explainQuery, isCurrent, restoreItemEmbedder, restoreQueryEmbedder } from '#engine/embeddings/embed-items';
import type { EmbeddingPorts, EmbeddingUsage, SerializableState } from '#engine/embeddings/port';
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
import { RankLabError } from '#shared/errors';
import type { BuildSettings } from '#shared/schemas/model';
import { shareArrays } from '../jobs/shared-arrays';
import { workerOptions } from '../jobs/worker-options';
import type { WorkerPool } from '../jobs/worker-pool';
import type { AnnSelection } from '../ann/ann-selection';
import type { ArtifactToWrite } from '../storage/files/artifact-store';
import { buildReport } from './build-report';
import type { SideModels } from './models-in-memory';
import { openSideIndexes, withCurrentRows, type SideIndexes } from './side-indexes';
import { identities, vectorsOf } from './side-vectors';
import { StageTimer } from './stage-timer';
import { undefinedWhenCorrupt } from './undefined-when-corrupt';
import { withHeldOutUsers } from './held-out-users';
import { StoredIndexes } from './stored-indexes';
import { embeddingArtifact, factorArtifact, rowsArtifact, type EmbeddingArtifact, type ModelArtifacts } from './model-artifacts';

interface ModelParts {
  readonly embedded: EmbeddingArtifact | undefined;
  readonly usage: EmbeddingUsage | undefined;
  readonly factors: Factors;
  readonly itemsToFold: readonly number[];
  readonly usersToFold: readonly number[];
}

interface Built<Value> {
  readonly value: Value;
  readonly usage?: EmbeddingUsage;
  /** Empty when the value was loaded. */
  readonly toWrite: readonly ArtifactToWrite[];
}

/** Models that are made and not yet on the disk. */
export interface PreparedSide {
  readonly models: SideModels;
  readonly side: Side;
  readonly settings: BuildSettings;
  readonly dataset: Dataset;
  readonly timer: StageTimer;
  /** Empty where all of it was loaded. */
  readonly toWrite: readonly ArtifactToWrite[];
}

/** Builds or loads the models of a side. Every artifact is identified by the fingerprint of its inputs. */
export class SideModelBuilder {
  readonly #indexes: StoredIndexes;

  constructor(
    private readonly workers: WorkerPool,
    ann: AnnSelection,
    private readonly artifacts: ModelArtifacts,
    private readonly embeddingPorts: EmbeddingPorts = {},
    /** What was made elsewhere. */
    private readonly elsewhere: Pick<TrainingView, 'foreignRuns' | 'vectorFiles' | 'scoringService'> = {},
  ) {
    this.#indexes = new StoredIndexes(ann, artifacts);
  }

  /** Whether every artifact for these settings is on disk and current. */
  async isComplete(side: Side, settings: BuildSettings): Promise<boolean> {
    const wanted = identities(side, settings);
    const present = await this.artifacts.fingerprints(side.scope);
    return present.factors === wanted.factors && (!settings.embeddings || (present.embeddings === wanted.embeddings && present.readable));
  }

  /**
   * Loads current artifacts and builds the rest. A cancelled build leaves the artifacts unchanged. `base` names the bulk data below single arrivals;
   * it is called when everything is built, and nothing is written unless it resolves.
   */
  async make(
    dataset: Dataset,
    side: Side,
    settings: BuildSettings,
    base: () => Promise<string>,
    context?: TaskContext,
  ): Promise<SideModels> {
    const prepared = await this.prepare(dataset, side, settings, context);
    try {
      await this.write([prepared], base);
      return prepared.models;
    } catch (error) {
      prepared.models.dispose();
      throw error;
    }
  }

  /** As `make`, but nothing is written: `write` takes several sides over at once. */
  async prepare(dataset: Dataset, side: Side, settings: BuildSettings, context?: TaskContext): Promise<PreparedSide> {
    const timer = new StageTimer();
    const wanted = identities(side, settings);
    // The two models are independent, so they are built in parallel.
    const [embedded, factorised] = await Promise.all([
      settings.embeddings
        ? timer.timed('embeddings', () => this.#embeddings(dataset, side, settings, wanted.embeddings, subtask(context, 0, 0.5)))
        : undefined,
      timer.timed('factors', () => this.#factors(dataset, side, settings, wanted.factors, subtask(context, 0.5, 0.9))),
    ]);
    throwIfCancelled(context);
    const toWrite = [...(embedded?.toWrite ?? []), ...factorised.toWrite];
    const parts = { embedded: embedded?.value, usage: embedded?.usage, factors: factorised.value, itemsToFold: [], usersToFold: [] };
    // The index first: settings that fail to build must never become those of the workspace.
    const indexes = await timer.timed('index', () =>
      openSideIndexes(
        this.#indexes,
        side.scope,
        settings.index,
        vectorsOf(parts, side, dataset.items.ids.ids),
        false,
        subtask(context, 0.9, 1),
      ),
    );
    const models = this.#assemble(dataset, side, settings, parts, indexes, timer);
    try {
      throwIfCancelled(context);
      return { models, side, settings, dataset, timer, toWrite: [...toWrite, ...indexes.toWrite] };
    } catch (error) {
      models.dispose();
      throw error;
    }
  }

  /** The artifacts of all these sides become current at once, or none do. `base` is asked when all is made. */
  async write(sides: readonly PreparedSide[], base: () => Promise<string>): Promise<void> {
    const changed = sides.filter(({ side, toWrite }) => toWrite.length > 0 || side.split === undefined);
    if (changed.length === 0) return;
    const loadedModels = { base: await base() };
    const rows = changed.map(({ side, settings, dataset, models }) =>
      rowsArtifact(
        side.scope,
        {
          ...loadedModels,
          trainedOn: dataset.fingerprint,
          settings,
          ...(side.split === undefined && { report: buildReport(dataset, models) }),
        },
        modelRows(dataset),
      ),
    );
    await changed[0]?.timer.timed('save-models', () => this.artifacts.write([...changed.flatMap(({ toWrite }) => toWrite), ...rows]));
  }

  /**
   * Loads models that are older than some of the data: every vector moves to the current row of its id. An unusable index is rebuilt and replaced.
   * @throws CORRUPT_ARTIFACT naming the file.
   */
  async load(dataset: Dataset, side: Side, settings: BuildSettings): Promise<SideModels> {
    const timer = new StageTimer();
    const wanted = identities(side, settings);
    const embedded = settings.embeddings ? await this.artifacts.readEmbeddings(side.scope, wanted.embeddings) : undefined;
    const factors = await this.artifacts.readFactors(side.scope, wanted.factors);
    const rows = await this.artifacts.readRows(side.scope);
    if (!factors || !rows) throw new RankLabError('NOT_BUILT', 'The models are not built', { remedy: 'Build them first' });
    const stored = { embedded, factors };
    const opened = await timer.timed('index', () =>
      openSideIndexes(this.#indexes, side.scope, settings.index, vectorsOf(stored, side, rows.itemIds), true),
    );
    // If it cannot be written, the workspace still opens, and the next opening tries again.
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
      ...this.elsewhere,
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
      embeddingNotes: embedded?.state.notes ?? [],
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
  ): Promise<Built<EmbeddingArtifact>> {
    const kept = await undefinedWhenCorrupt(this.artifacts.readEmbeddings(side.scope, identity));
    const { provider, params } = settings.embeddings ?? { provider: 'local', params: {} };
    const ports = this.embeddingPorts;
    if (kept && canRestore(kept.state, ports) && (await isCurrent(kept.state, { provider, params }, ports, context)))
      return { value: kept, toWrite: [] };
    const embedSettings = {
      provider,
      params,
      seed: settings.seed,
      fitItems: side.knownItems,
      latestTimestampMs: latestTimestampMs(dataset, side.positions),
    };
    const { embeddings, state, usage }: { embeddings: Embeddings; state: SerializableState; usage?: EmbeddingUsage } =
      embeddingProviders.get(provider, 'embeddings.provider').needs.length > 0
        ? await embedItems(dataset, embedSettings, ports, context)
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
  ): Promise<Built<Factors>> {
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

function cloneableItems({ items }: Dataset): Omit<Dataset['items'], 'ids'> {
  const { ids: _vocabulary, ...columns } = items;
  return columns;
}
