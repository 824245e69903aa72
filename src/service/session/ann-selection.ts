import { defaultIndexType } from '#engine/ann/default-type';
import type { AnnBackend, AnnIndex, AnnMetric } from '#engine/ann/port';
import type { TaskContext } from '#engine/ports';
import { RankLabError } from '#shared/errors';
import type { BuildSettings } from '#shared/schemas/model';
import type { DoctorReport } from '#shared/schemas/system';
import { annBackends } from '../adapters/ann-backends';

export interface BuiltIndex {
  readonly index: AnnIndex;
  readonly report: { backend: string; description: string; count: number; dimensions: number; bytes: number };
}

/** Chooses among the backends this machine has, and says which and why. */
export class AnnSelection {
  constructor(private readonly backends: readonly AnnBackend[] = annBackends()) {}

  /** The preferred usable backend, in words. */
  get description(): string {
    const chosen = this.choose('auto');
    const passedOver = this.backends
      .slice(0, this.backends.indexOf(chosen))
      .map((backend) => `${backend.id}: ${backend.unavailableBecause() ?? ''}`);
    return passedOver.length > 0 ? `${chosen.label} (${passedOver.join('; ')})` : chosen.label;
  }

  /** "auto": the first usable in order of preference. @throws INVALID_ARGUMENT, UNSUPPORTED with the reason. */
  choose(id: string): AnnBackend {
    if (id === 'auto') {
      const usable = this.backends.find((backend) => backend.unavailableBecause() === undefined);
      if (usable) return usable;
      throw new RankLabError('UNSUPPORTED', 'No index backend is usable on this machine');
    }
    const backend = this.backends.find((candidate) => candidate.id === id);
    if (!backend) {
      const known = this.backends.map((candidate) => candidate.id).join(', ');
      throw new RankLabError('INVALID_ARGUMENT', `Unknown index backend “${id}”; expected one of auto, ${known}`, {
        place: 'index.backend',
        value: id,
      });
    }
    const reason = backend.unavailableBecause();
    if (reason !== undefined)
      throw new RankLabError('UNSUPPORTED', `The index backend “${id}” cannot be used here: ${reason}`, {
        place: 'index.backend',
        value: id,
      });
    return backend;
  }

  /** The index type for this many vectors, and why, for people. */
  typeFor({ type, backend }: BuildSettings['index'], count: number): { readonly type: string; readonly reason: string } {
    if (type !== 'auto') return { type, reason: `${type} was chosen` };
    return defaultIndexType(count, this.choose(backend).id !== 'exact');
  }

  /** Builds an index over n × dimensions vectors whose ids are their rows. `metric` is what suits the vectors, unless the settings say otherwise. */
  async build(
    settings: BuildSettings['index'],
    vectors: Float32Array,
    dimensions: number,
    metric: AnnMetric,
    context?: TaskContext,
  ): Promise<BuiltIndex> {
    const backend = this.choose(settings.backend);
    const count = vectors.length / dimensions;
    const { type } = this.typeFor(settings, count);
    const params = Object.fromEntries(Object.entries(settings.params).map(([name, value]) => [name, Number(value)]));
    const index = backend.create({ dimensions, metric: settings.metric ?? metric, type, params });
    try {
      if (count > 0) await index.add(vectors, undefined, context);
    } catch (error) {
      index.dispose();
      throw error;
    }
    const stats = index.stats();
    return { index, report: { backend: backend.id, description: stats.description, count: stats.count, dimensions, bytes: stats.bytes } };
  }

  /** For doctor and Settings. */
  status(): DoctorReport['indexBackends'] {
    const chosen = this.choose('auto');
    return this.backends.map((backend) => {
      const reason = backend.unavailableBecause();
      return {
        id: backend.id,
        available: reason === undefined,
        inUse: backend === chosen,
        detail: reason ?? backend.description,
        remedy: reason ?? null,
      };
    });
  }

  list(): readonly AnnBackend[] {
    return this.backends;
  }
}
