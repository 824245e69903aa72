import { createHash } from 'node:crypto';
import { fingerprintOf } from '#engine/core/hashing/fingerprint';
import type { AnnIndex, AnnMetric, AnnProbe } from '#engine/ann/port';
import type { TaskContext } from '#engine/ports';
import { IndexWithoutEngine, isEngineSilence } from '#engine/ann/index-without-engine';
import { isRankLabError, type RankLabError } from '#shared/errors';
import type { IndexedVectors } from '#shared/schemas/index-bench';
import type { ArtifactToWrite } from '../storage/files/artifact-store';
import { factsOf, type AnnSelection, type BuiltIndex, type IndexPlan, type IndexSettings } from '../ann/ann-selection';
import { indexArtifact, type IndexIdentity, type ModelArtifacts } from './model-artifacts';

interface IndexRequest {
  /** Folder of the side's artifacts. */
  readonly scope: string;
  readonly which: IndexedVectors;
  readonly settings: IndexSettings;
  /** n × dimensions, row-major. */
  readonly vectors: Float32Array;
  readonly dimensions: number;
  /** Of the videos, by row. */
  readonly videoIds: readonly string[];
  /** Default metric of the vectors. */
  readonly metric: AnnMetric;
  /** Whether searches may do without an external engine that does not answer. An evaluation never mixes engines. */
  readonly mayDegrade: boolean;
}

interface OpenedIndex extends BuiltIndex {
  /** Empty when the index was loaded. */
  readonly toWrite: readonly ArtifactToWrite[];
}

/**
 * The indexes of a workspace as files. A file is used only if every byte is intact and its header names exactly these vectors and settings; otherwise
 * the index is rebuilt from the vectors, which is always possible.
 */
export class StoredIndexes {
  constructor(
    private readonly ann: AnnSelection,
    private readonly artifacts: ModelArtifacts,
  ) {}

  /**
   * A damaged file is reported as a finding. With `repairing` nothing should have changed, so missing and mismatching files are findings too; in a
   * build they are expected. An index that was built opens without its engine where the connection allows that; a build needs the engine.
   */
  async open(request: IndexRequest, repairing: boolean, context?: TaskContext): Promise<OpenedIndex> {
    try {
      return await this.#openInEngine(request, repairing, context);
    } catch (error) {
      if (!repairing || !request.mayDegrade || !isEngineSilence(error)) throw error;
      if (this.ann.choose(request.settings.backend).mayBeReplaced?.() !== true) throw error;
      return this.#openWithoutEngine(request, error);
    }
  }

  async #openInEngine(request: IndexRequest, repairing: boolean, context?: TaskContext): Promise<OpenedIndex> {
    const opened = await this.#open(request, repairing, context);
    if (request.mayDegrade) opened.index.answerWithoutEngine?.(request.vectors);
    return opened;
  }

  async #openWithoutEngine(request: IndexRequest, because: RankLabError): Promise<OpenedIndex> {
    const { settings, vectors, dimensions, metric } = request;
    const plan = this.ann.plan(settings, vectors.length / dimensions, dimensions, metric);
    const open = async (): Promise<AnnIndex> => {
      const { index, toWrite } = await this.#openInEngine(request, true);
      // As at an ordinary opening: without the file the next one builds again.
      await this.artifacts.write(toWrite).catch(() => {});
      return index;
    };
    const index = await IndexWithoutEngine.over(vectors, plan.settings, { because, open, now: () => performance.now() });
    return { index, report: { ...factsOf(plan, index), origin: 'without-engine' }, toWrite: [] };
  }

  async #open(request: IndexRequest, repairing: boolean, context?: TaskContext): Promise<OpenedIndex> {
    const { settings, vectors, dimensions, metric } = request;
    const plan = this.ann.plan(settings, vectors.length / dimensions, dimensions, metric);
    const { engine } = await this.ann.reach(plan.backend, context);
    const attached = await plan.backend.attach?.(
      { which: request.which, ids: request.videoIds, vectors, settings: plan.settings },
      context,
    );
    if (attached) return { index: attached, report: { ...factsOf(plan, attached), origin: 'attached' }, toWrite: [] };
    const identity = identityOf(plan, vectors, engine);
    const { loaded, problem, damaged } = await this.#load(request, plan, identity);
    if (loaded) return loaded;
    const { index, report } = await this.ann.build(settings, vectors, dimensions, metric, context);
    try {
      const bytes = await index.serialize();
      const fingerprint = createHash('sha256').update(bytes).digest('hex');
      const found = repairing || damaged ? { origin: 'repaired' as const, problem } : { origin: 'built' as const };
      return {
        index,
        report: { ...report, fingerprint, ...found },
        toWrite: [indexArtifact(request.scope, request.which, identity, plan, bytes)],
      };
    } catch (error) {
      index.dispose();
      throw error;
    }
  }

  async #load(
    { scope, which, vectors, dimensions }: IndexRequest,
    plan: IndexPlan,
    identity: IndexIdentity,
  ): Promise<{ loaded?: OpenedIndex; problem: string; damaged: boolean }> {
    try {
      const stored = await this.artifacts.readIndex(scope, which, identity);
      if ('problem' in stored) return { ...stored, damaged: false };
      const index = await plan.backend.deserialize(stored.bytes, plan.settings);
      const { count } = index.stats();
      if (count !== vectors.length / dimensions) {
        index.dispose();
        return { problem: `The stored index holds ${count} vectors where there are ${vectors.length / dimensions}`, damaged: true };
      }
      const report = { ...factsOf(plan, index), fingerprint: stored.fingerprint, origin: 'loaded' as const };
      return { loaded: { index, report, toWrite: [] }, problem: '', damaged: false };
    } catch (error) {
      // Silence says nothing about the stored index.
      if (!isRankLabError(error) || isEngineSilence(error)) throw error;
      return { problem: error.message, damaged: true };
    }
  }
}

function identityOf({ backend, settings }: IndexPlan, vectors: Float32Array, engine: AnnProbe['engine']): IndexIdentity {
  const { type, metric, params = {} } = settings;
  const lasting = Object.entries(params).filter(([name]) => !(backend.searchParams ?? []).includes(name));
  const bytes = new Uint8Array(vectors.buffer, vectors.byteOffset, vectors.byteLength);
  return {
    vectors: createHash('sha256').update(bytes).digest('hex'),
    settings: fingerprintOf('index', backend.id, type, metric, lasting.sort(), ...(engine === undefined ? [] : [engine])),
  };
}
