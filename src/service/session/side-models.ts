import type { AnnIndex } from '#engine/ann/port';
import { fingerprintOf } from '#engine/core/fingerprint';
import { foldInUser } from '#engine/factors/compute-factors';
import { trainingMatrix } from '#engine/dataset/training-matrix';
import { embedItems, restoreItemEmbedder, restoreQueryEmbedder } from '#engine/embeddings/embed-items';
import type { EmbeddingPorts } from '#engine/embeddings/port';
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
import type { WorkerPool } from '../jobs/worker-pool';
import type { AnnSelection, BuiltIndex } from './ann-selection';
import type { ArtifactToWrite } from '../storage/artifact-store';
import { embeddingArtifact, factorArtifact, rowsArtifact, type EmbeddingArtifact, type ModelArtifacts } from './model-artifacts';

type IndexReport = BuildReport['indexes'][number];

/** The models of one side, in memory. */
export interface SideModels {
  readonly view: TrainingView;
  readonly contentIndex: AnnIndex | undefined;
  readonly factorIndex: AnnIndex;
  /** Items that came or changed after the models were made: their vectors are still to be made. Undefined: the models fit the data. */
  readonly itemsToFold: readonly number[] | undefined;
  readonly indexes: readonly IndexReport[];
  readonly millisecondsByStage: Readonly<Record<string, number>>;
  dispose(): void;
}

interface ModelParts {
  readonly embedded: EmbeddingArtifact | undefined;
  readonly factors: Factors;
  readonly itemsToFold: readonly number[] | undefined;
}

class StageTimer {
  readonly milliseconds: Record<string, number> = {};

  async timed<Value>(stage: string, work: () => Promise<Value>): Promise<Value> {
    const startedAt = performance.now();
    const value = await work();
    this.milliseconds[stage] = performance.now() - startedAt;
    return value;
  }
}

interface Made<Value> {
  readonly value: Value;
  /** Empty when the value was loaded. */
  readonly toWrite: readonly ArtifactToWrite[];
}

/** Makes or loads the models of a side. Every artifact is known by the fingerprint of what it was made from. */
export class SideModelBuilder {
  constructor(
    private readonly workers: WorkerPool,
    private readonly ann: AnnSelection,
    private readonly artifacts: ModelArtifacts,
    private readonly embeddingPorts: EmbeddingPorts = {},
  ) {}

  /** Whether every artifact that these settings ask for is on disk and current. */
  async isComplete(side: Side, settings: BuildSettings): Promise<boolean> {
    const wanted = identities(side, settings);
    const present = await this.artifacts.fingerprints(side.scope);
    return present.factors === wanted.factors && (!settings.embeddings || present.embeddings === wanted.embeddings);
  }

  /**
   * Loads what is current and makes the rest. A cancelled build leaves the artifacts as they were. `base` names the bulk
   * data that single arrivals are added to.
   */
  async make(dataset: Dataset, side: Side, settings: BuildSettings, base: string, context?: TaskContext): Promise<SideModels> {
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
    const parts = { embedded: embedded?.value, factors: factorised.value, itemsToFold: undefined };
    // The index first: settings it cannot be built with must never become those of the workspace.
    const models = await this.#assemble(dataset, side, settings, parts, timer, subtask(context, 0.9, 1));
    try {
      throwIfCancelled(context);
      if (toWrite.length > 0 || side.split === undefined) {
        const rows = rowsArtifact(side.scope, { base, trainedOn: dataset.fingerprint, settings }, modelRows(dataset));
        await timer.timed('save-models', () => this.artifacts.write([...toWrite, rows]));
      }
      return models;
    } catch (error) {
      models.dispose();
      throw error;
    }
  }

  /**
   * Loads models that were made before some of the data arrived: every vector goes to the row its id has now.
   * @throws CORRUPT_ARTIFACT naming the file.
   */
  async load(dataset: Dataset, side: Side, settings: BuildSettings): Promise<SideModels> {
    const timer = new StageTimer();
    const wanted = identities(side, settings);
    const embedded = settings.embeddings ? await this.artifacts.readEmbeddings(side.scope, wanted.embeddings) : undefined;
    const factors = await this.artifacts.readFactors(side.scope, wanted.factors);
    const rows = await this.artifacts.readRows(side.scope);
    if (!factors || !rows) throw new RankLabError('NOT_BUILT', 'The models are not built', { remedy: 'Build them first' });
    const aligned = alignModels(dataset, rows, embedded?.embeddings, factors);
    const parts = {
      embedded: embedded && aligned.embeddings && { ...embedded, embeddings: aligned.embeddings },
      factors: aligned.factors,
      itemsToFold: aligned.fits ? undefined : aligned.itemsToFold,
    };
    return this.#assemble(dataset, side, settings, parts, timer);
  }

  async #assemble(
    dataset: Dataset,
    side: Side,
    settings: BuildSettings,
    parts: ModelParts,
    timer: StageTimer,
    context?: TaskContext,
  ): Promise<SideModels> {
    const { embedded } = parts;
    const foldIn = side.split?.foldIn ?? new Int32Array(0);
    const factors = foldIn.length > 0 ? withHeldOutUsers(dataset, foldIn, parts.factors) : parts.factors;
    const built = await timer.timed('index', () => this.#indexes(settings, embedded?.embeddings, factors, context));
    const view = createTrainingView({
      dataset,
      positions: side.positions,
      knownItems: side.knownItems,
      foldIn,
      seed: settings.seed,
      factors,
      embeddings: embedded?.embeddings,
      contentIndex: built.content?.index,
      factorIndex: built.factors.index,
      embedQuery: embedded && restoreQueryEmbedder(embedded.state, this.embeddingPorts),
      embedItem: embedded && restoreItemEmbedder(embedded.state, this.embeddingPorts),
    });
    const indexes = [
      built.content && { which: 'content' as const, ...built.content.report },
      { which: 'factors' as const, ...built.factors.report },
    ];
    return {
      view,
      contentIndex: built.content?.index,
      factorIndex: built.factors.index,
      itemsToFold: parts.itemsToFold,
      indexes: indexes.filter((index) => index !== undefined),
      millisecondsByStage: timer.milliseconds,
      dispose: () => {
        built.content?.index.dispose();
        built.factors.index.dispose();
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
    const kept = await orNothingWhenCorrupt(this.artifacts.readEmbeddings(side.scope, identity));
    if (kept) return { value: kept, toWrite: [] };
    const { provider, params } = settings.embeddings ?? { provider: 'local', params: {} };
    const embedSettings = {
      provider,
      params,
      seed: settings.seed,
      fitItems: side.knownItems,
      latestTimestampMs: latestTimestampMs(dataset, side.positions),
    };
    const { embeddings, state } =
      embeddingProviders.get(provider, 'embeddings.provider').needs.length > 0
        ? await embedItems(dataset, embedSettings, this.embeddingPorts, context)
        : await this.workers.run(
            'embed-items',
            { items: cloneableItems(dataset), fingerprint: dataset.fingerprint, settings: embedSettings },
            runOptions(context),
          );
    const value = { embeddings, state };
    return { value, toWrite: [embeddingArtifact(side.scope, identity, value)] };
  }

  async #factors(
    dataset: Dataset,
    side: Side,
    settings: BuildSettings,
    identity: Fingerprint,
    context: TaskContext,
  ): Promise<Made<Factors>> {
    const kept = await orNothingWhenCorrupt(this.artifacts.readFactors(side.scope, identity));
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
      runOptions(context),
    );
    return { value, toWrite: [factorArtifact(side.scope, identity, value)] };
  }

  async #indexes(
    settings: BuildSettings,
    embeddings: Embeddings | undefined,
    factors: Factors,
    context: TaskContext | undefined,
  ): Promise<{ content: BuiltIndex | undefined; factors: BuiltIndex }> {
    const content =
      embeddings && (await this.ann.build(settings.index, embeddings.vectors, embeddings.dimensions, 'cosine', subtask(context, 0, 0.5)));
    try {
      const { itemFactors, factorCount } = factors;
      const built = await this.ann.build(settings.index, itemFactors, factorCount, 'inner-product', subtask(context, 0.5, 1));
      return { content, factors: built };
    } catch (error) {
      content?.index.dispose();
      throw error;
    }
  }
}

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
async function orNothingWhenCorrupt<Value>(reading: Promise<Value | undefined>): Promise<Value | undefined> {
  try {
    return await reading;
  } catch (error) {
    if (isRankLabError(error) && error.code === 'CORRUPT_ARTIFACT') return undefined;
    throw error;
  }
}

const runOptions = (context: TaskContext): { signal?: AbortSignal; report?: (fraction: number, detail?: string) => void } => ({
  ...(context.signal instanceof AbortSignal && { signal: context.signal }),
  report: (fraction, detail) => context.report?.(fraction, detail),
});

function cloneableItems({ items }: Dataset): Omit<Dataset['items'], 'ids'> {
  const { ids: _vocabulary, ...columns } = items;
  return columns;
}
