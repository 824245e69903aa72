import { fingerprintOf } from '../core/fingerprint';
import { parseParams } from '../core/registry';
import type { Dataset } from '../model/dataset';
import type { Embeddings } from '../model/vectors';
import type { TaskContext } from '../ports';
import type { EmbedItem, EmbeddingPorts, EmbeddingUsage, EmbedQuery, SerializableState, TextReading } from './port';
import { embeddingProviders } from './registry';

export interface EmbedSettings {
  /** Id of an embedding provider. */
  readonly provider: string;
  readonly params: Readonly<Record<string, unknown>>;
  readonly seed: number;
  /** 1 for items whose text may be learned from (known at training time); every item is embedded. */
  readonly fitItems: Uint8Array;
  /** Latest timestamp that could have influenced which items are in `fitItems` (ms); NaN when none could. */
  readonly latestTimestampMs: number;
}

export interface EmbeddedDataset {
  readonly embeddings: Embeddings;
  /** A query's vector in the same space; zero when nothing in it is known. Undefined when the provider cannot embed queries. */
  readonly embedQuery: EmbedQuery | undefined;
  /** Restores `embedQuery` after the workspace is reopened. */
  readonly state: SerializableState;
  /** What it cost, from providers that call a service. */
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
  const { vectors, state, usage } = await provider.embed({ dataset, params, seed, fitItems }, ports, context);
  const embeddings: Embeddings = {
    ...vectors,
    count: dataset.items.ids.size,
    provider: provider.id,
    latestTimestampMs: settings.latestTimestampMs,
    fingerprint: fingerprintOf('embeddings', provider.id, params, seed, fitItems, dataset.fingerprint),
  };
  return { embeddings, embedQuery: provider.restore(state, ports), state, ...(usage && { usage }) };
}

/** The query embedder of stored vectors. Providers that call a service need its port again. */
export const restoreQueryEmbedder = (state: SerializableState, ports: EmbeddingPorts = {}): EmbedQuery | undefined =>
  embeddingProviders.get(state.provider, 'embeddings.provider').restore(state, ports);

/** Embeds items that came after the build as the build would have, without learning from them. */
export const restoreItemEmbedder = (state: SerializableState, ports: EmbeddingPorts = {}): EmbedItem | undefined =>
  embeddingProviders.get(state.provider, 'embeddings.provider').restoreItems(state, ports);

/** Which known words a query was read as, and with what weight; undefined when the provider cannot say. */
export const explainQuery = (state: SerializableState, text: string): TextReading[] | undefined =>
  embeddingProviders.get(state.provider, 'embeddings.provider').explain?.(state, text);
