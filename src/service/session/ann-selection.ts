import type { AnnBackend, AnnIndex, AnnMetric } from '#engine/ann/port';
import { RankLabError } from '#shared/errors';
import type { BuildSettings } from '#shared/schemas/model';
import type { DoctorReport } from '#shared/schemas/system';
import { annBackends } from '../adapters/ann-backends';

export interface BuiltIndex {
  readonly index: AnnIndex;
  readonly report: { backend: string; description: string; count: number; dimensions: number; bytes: number };
}

/** Above this many vectors a graph index answers much sooner than a scan, for a little recall. */
const flatLimit = 100_000;

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

  /** Builds an index over n × dimensions vectors whose ids are their rows. */
  async build(settings: BuildSettings['index'], vectors: Float32Array, dimensions: number, metric: AnnMetric): Promise<BuiltIndex> {
    const backend = this.choose(settings.backend);
    const count = vectors.length / dimensions;
    const type = settings.type === 'auto' ? (count <= flatLimit || backend.id === 'exact' ? 'Flat' : 'HNSW32') : settings.type;
    const params = Object.fromEntries(Object.entries(settings.params).map(([name, value]) => [name, Number(value)]));
    const index = backend.create({ dimensions, metric, type, params });
    if (count > 0) await index.add(vectors);
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
