import type { AnnBackend, AnnIndex, AnnIndexSettings, AnnMetric, AnnProbe, AnnTypeChoice } from '#engine/ann/port';
import type { TaskContext } from '#engine/ports';
import { RankLabError } from '#shared/errors';
import type { BuildReport, BuildSettings } from '#shared/schemas/model';
import type { DoctorReport } from '#shared/schemas/system';
import { reasonAndRemedy } from './reason-and-remedy';
import { annBackends } from './ann-backends';

export type IndexSettings = BuildSettings['index'];
type IndexFacts = Omit<BuildReport['indexes'][number], 'which'>;

export interface BuiltIndex {
  readonly index: AnnIndex;
  readonly report: IndexFacts;
}

/** The effective settings on this machine for a number of vectors. */
export interface IndexPlan {
  readonly backend: AnnBackend;
  readonly settings: AnnIndexSettings;
  readonly typeReason: string;
  readonly backendReason: string;
}

/** Chooses among the backends of this machine and explains the choice. */
export class AnnSelection {
  constructor(private readonly backends: readonly AnnBackend[] = annBackends()) {}

  /** Loads the preferred backend in advance. */
  warm(): void {
    this.choose('auto');
  }

  /** A short description of the preferred usable backend. */
  get description(): string {
    return this.choose('auto').label;
  }

  /** Why a backend is used, as a sentence for people: first choice, chosen by name, or why better ones are unusable. */
  reasonFor(id: string): string {
    if (id !== 'auto') return `${this.choose(id).label} was chosen`;
    const chosen = this.choose('auto');
    const passedOver = this.backends
      .slice(0, this.backends.indexOf(chosen))
      .map((backend) => reasonAndRemedy(backend.unavailableBecause() ?? '').detail);
    if (passedOver.length === 0) return `${chosen.label} is the first choice and usable here`;
    return `${chosen.label} is used, since ${passedOver.join(', and ')}`;
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

  /** Asks the backend's engine, where it has one. @throws UNAVAILABLE with the reason. */
  async reach(backend: AnnBackend, context?: TaskContext): Promise<AnnProbe> {
    const answer = (await backend.probe?.(context)) ?? {};
    if (answer.unavailableBecause === undefined) return answer;
    const { detail, remedy } = reasonAndRemedy(answer.unavailableBecause);
    throw new RankLabError('UNAVAILABLE', `The index backend “${backend.id}” does not answer: ${detail}`, {
      place: 'index.backend',
      value: backend.id,
      ...(remedy !== null && { remedy }),
    });
  }

  /** The index type for a number of vectors, and the reason, for people. */
  typeFor({ type, backend }: IndexSettings, count: number): AnnTypeChoice {
    const chosen = this.choose(backend);
    if (type === 'auto') return chosen.defaultType(count);
    // A workspace built with FAISS must open without it. Flat is exact, so only speed is lost.
    if (backend === 'auto' && chosen.knowsType?.(type) === false)
      return { type: 'Flat', reason: `Flat compares every vector, because ${type} is not available here: ${this.reasonFor('auto')}` };
    return { type, reason: `${type} was chosen` };
  }

  /** `metric` is the default for the vectors, unless the settings override it. @throws INVALID_ARGUMENT, UNSUPPORTED */
  plan(settings: IndexSettings, count: number, dimensions: number, metric: AnnMetric): IndexPlan {
    const { type, reason } = this.typeFor(settings, count);
    const params = Object.fromEntries(Object.entries(settings.params).map(([name, value]) => [name, Number(value)]));
    return {
      backend: this.choose(settings.backend),
      settings: { dimensions, metric: settings.metric ?? metric, type, params },
      typeReason: reason,
      backendReason: this.reasonFor(settings.backend),
    };
  }

  /** Builds an index over n × dimensions vectors whose ids are their rows. */
  async build(
    settings: IndexSettings,
    vectors: Float32Array,
    dimensions: number,
    metric: AnnMetric,
    context?: TaskContext,
  ): Promise<BuiltIndex> {
    const plan = this.plan(settings, vectors.length / dimensions, dimensions, metric);
    await this.reach(plan.backend, context);
    const index = plan.backend.create(plan.settings);
    try {
      if (vectors.length > 0) await index.add(vectors, undefined, context);
    } catch (error) {
      index.dispose();
      throw error;
    }
    return { index, report: factsOf(plan, index) };
  }

  /** For doctor and Settings; external engines are queried concurrently. */
  status(context?: TaskContext): Promise<DoctorReport['indexBackends']> {
    const chosen = this.choose('auto');
    return Promise.all(
      this.backends.map(async (backend) => {
        const known = backend.unavailableBecause();
        const { unavailableBecause: reason, engine } =
          known === undefined ? ((await backend.probe?.(context)) ?? {}) : { unavailableBecause: known };
        const detail = engine === undefined ? backend.description : `${backend.description} (${engine})`;
        return {
          id: backend.id,
          available: reason === undefined,
          inUse: backend === chosen,
          ...(reason === undefined ? { detail, remedy: null } : reasonAndRemedy(reason)),
        };
      }),
    );
  }

  list(): readonly AnnBackend[] {
    return this.backends;
  }
}

export function factsOf({ backend, settings, typeReason, backendReason }: IndexPlan, index: AnnIndex): IndexFacts {
  const { description, count, dimensions, bytes, threads } = index.stats();
  const { type, metric } = settings;
  return {
    backend: backend.id,
    description,
    count,
    dimensions,
    bytes,
    type,
    metric,
    typeReason,
    backendReason,
    ...(threads !== undefined && { threads }),
  };
}
