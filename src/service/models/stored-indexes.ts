import { createHash } from 'node:crypto';
import { fingerprintOf } from '#engine/core/hashing/fingerprint';
import type { AnnMetric, AnnProbe } from '#engine/ann/port';
import type { TaskContext } from '#engine/ports';
import { isRankLabError } from '#shared/errors';
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
   * build they are expected.
   */
  async open(request: IndexRequest, repairing: boolean, context?: TaskContext): Promise<OpenedIndex> {
    const opened = await this.#open(request, repairing, context);
    if (request.mayDegrade) opened.index.answerWithoutEngine?.(request.vectors);
    return opened;
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
      if (!isRankLabError(error)) throw error;
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
