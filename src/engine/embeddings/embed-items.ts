import { isRankLabError, RankLabError } from '#shared/errors';
import { ZodError } from 'zod';
import { fingerprintOf } from '../core/hashing/fingerprint';
import { parseParams } from '../core/registry';
import { directionNotes } from './direction-notes';
import type { Dataset } from '../model/dataset';
import type { Embeddings } from '../model/vectors';
import type { TaskContext } from '../ports';
import type {
  EmbeddingEstimate,
  EmbedItem,
  EmbeddingPorts,
  EmbeddingProvider,
  EmbeddingUsage,
  EmbedQuery,
  SerializableState,
  TextReading,
} from './port';
import { embeddingProviders } from './registry';

export interface EmbedSettings {
  /** Id of an embedding provider. */
  readonly provider: string;
  readonly params: Readonly<Record<string, unknown>>;
  readonly seed: number;
  /** 1 for items whose text may be learned from (known at training time); every item is embedded. */
  readonly fitItems: Uint8Array;
  /** Latest timestamp that influenced `fitItems` (ms); NaN if none did. */
  readonly latestTimestampMs: number;
}

interface EmbeddedDataset {
  readonly embeddings: Embeddings;
  /** A query's vector in the same space; zero if it has no known words. Undefined when the provider cannot embed queries. */
  readonly embedQuery: EmbedQuery | undefined;
  /** Restores `embedQuery` after the workspace is reopened. */
  readonly state: SerializableState;
  /** Usage, for providers that call a service. */
  readonly usage?: EmbeddingUsage;
}

/**
 * Content vectors of all items of a dataset. Deterministic for (texts, settings) with the local provider.
 * @throws INVALID_ARGUMENT for an unknown provider or bad parameters; UNSUPPORTED when a port is missing; PROVIDER_FAILED; CANCELLED.
 */
export async function embedItems(
  dataset: Dataset,
  settings: EmbedSettings,
  ports: EmbeddingPorts = {},
  context?: TaskContext,
): Promise<EmbeddedDataset> {
  const provider = embeddingProviders.get(settings.provider, 'embeddings.provider');
  const params = parseParams(provider, settings.params, 'embeddings.params');
  const { seed, fitItems } = settings;
  // Before the vectors are read: a file that changes meanwhile is read again in the next build.
  const source = await provider.source?.(params, ports, context);
  const { vectors, state, usage } = await provider.embed({ dataset, params, seed, fitItems }, ports, context);
  const embeddings: Embeddings = {
    ...vectors,
    count: dataset.items.ids.size,
    provider: provider.id,
    latestTimestampMs: settings.latestTimestampMs,
    fingerprint: fingerprintOf(
      'embeddings',
      provider.id,
      params,
      seed,
      fitItems,
      dataset.fingerprint,
      ...(provider.source ? [vectors.vectors] : []),
    ),
  };
  const notes = [...(state.notes ?? []), ...directionNotes(vectors.vectors, vectors.dimensions)];
  const versioned = {
    ...state,
    version: provider.stateVersion,
    ...(notes.length > 0 && { notes }),
    ...(source !== undefined && { source }),
  };
  return { embeddings, embedQuery: provider.restore(versioned, ports), state: versioned, ...(usage && { usage }) };
}

/**
 * Estimated usage and cost of `embedItems`; undefined without a service.
 * @throws INVALID_ARGUMENT for an unknown provider or bad parameters.
 */
export async function estimateEmbedding(
  dataset: Dataset,
  settings: Pick<EmbedSettings, 'provider' | 'params'>,
  ports: EmbeddingPorts = {},
): Promise<EmbeddingEstimate | undefined> {
  const provider = embeddingProviders.get(settings.provider, 'embeddings.provider');
  return provider.estimate?.(dataset, parseParams(provider, settings.params, 'embeddings.params'), ports);
}

/** Whether this version of the provider can read the state. */
export const isReadable = ({ provider, version = 1 }: Pick<SerializableState, 'provider' | 'version'>): boolean =>
  embeddingProviders.has(provider) && embeddingProviders.get(provider).stateVersion === version;

/**
 * Whether stored vectors come from what their provider would read now. Vectors whose source is gone stay.
 * @throws INVALID_ARGUMENT for an unknown provider or bad parameters, CANCELLED.
 */
export async function isCurrent(
  state: SerializableState,
  settings: Pick<EmbedSettings, 'provider' | 'params'>,
  ports: EmbeddingPorts,
  context?: TaskContext,
): Promise<boolean> {
  const provider = embeddingProviders.get(settings.provider, 'embeddings.provider');
  const source = await provider.source?.(parseParams(provider, settings.params, 'embeddings.params'), ports, context);
  return source === undefined || source === state.source;
}

/** Whether stored vectors are usable: those of another version must be recomputed. */
export function canRestore(state: SerializableState, ports: EmbeddingPorts = {}): boolean {
  try {
    restoreQueryEmbedder(state, ports);
    return true;
  } catch (error) {
    if (isRankLabError(error) && error.code === 'NOT_BUILT') return false;
    throw error;
  }
}

/** @throws NOT_BUILT for a state that another version wrote. */
function readerOf(state: SerializableState): EmbeddingProvider {
  if (!isReadable(state)) throw anotherVersion();
  return embeddingProviders.get(state.provider, 'embeddings.provider');
}

/** A state with an unexpected form was written by another version, regardless of its version number. */
function reading<Value>(read: () => Value): Value {
  try {
    return read();
  } catch (error) {
    throw error instanceof ZodError ? anotherVersion() : error;
  }
}

const anotherVersion = (): RankLabError =>
  new RankLabError('NOT_BUILT', 'The embeddings were built by another version of RankLab', {
    remedy:
      'Build the models again, on the Model page or with “ranklab build”; the data is not affected, and cached texts are not charged again',
  });

/** The query embedder of stored vectors. Providers that call a service need its port again. */
export const restoreQueryEmbedder = (state: SerializableState, ports: EmbeddingPorts = {}): EmbedQuery | undefined =>
  reading(() => readerOf(state).restore(state, ports));

/** Embeds items added after the build as in the build, without refitting. */
export const restoreItemEmbedder = (state: SerializableState, ports: EmbeddingPorts = {}): EmbedItem | undefined =>
  reading(() => readerOf(state).restoreItems(state, ports));

/** The known words recognised in a query and their weights; undefined if the provider does not support it. */
export const explainQuery = (state: SerializableState, text: string): TextReading[] | undefined =>
  reading(() => readerOf(state).explain?.(state, text));
