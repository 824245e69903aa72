import { isReadable } from '#engine/embeddings/embed-items';
import type { SerializableState } from '#engine/embeddings/port';
import type { ModelRows } from '#engine/pipeline/growth/align-models';
import type { Embeddings, Factors } from '#engine/model/vectors';
import type { Fingerprint } from '#shared/ids';
import type { IndexedVectors } from '#shared/schemas/index-bench';
import { buildReportSchema, buildSettingsSchema, type BuildReport, type BuildSettings } from '#shared/schemas/model';
import type { ArtifactArray } from '../storage/files/artifact-format';
import type { ArtifactStore, ArtifactToWrite } from '../storage/files/artifact-store';
import type { IndexPlan } from '../ann/ann-selection';

/** Vectors, and the model that embeds a query into their space. */
export interface EmbeddingArtifact {
  readonly embeddings: Embeddings;
  readonly state: SerializableState;
  /** When the vectors were computed; undefined in artifacts of an earlier version. */
  readonly madeAtMs: number | undefined;
}

/** How models are laid out as artifacts: `<scope>/embeddings`, `<scope>/factors` and their indexes, identified by their inputs. */
export class ModelArtifacts {
  constructor(private readonly store: ArtifactStore) {}

  /** The identity of each artifact of a scope, where there is one. */
  async fingerprints(scope: string): Promise<{ embeddings: string | undefined; readable: boolean; factors: string | undefined }> {
    return {
      embeddings: await this.#identity(`${scope}/embeddings`),
      readable: await this.isReadable(scope),
      factors: await this.#identity(`${scope}/factors`),
    };
  }

  /** False for embeddings that another version of their provider wrote. */
  async isReadable(scope: string): Promise<boolean> {
    const name = `${scope}/embeddings`;
    if (!this.store.has(name)) return true;
    const { details } = await this.store.header(name);
    return isReadable((details as { state: Pick<SerializableState, 'provider' | 'version'> }).state);
  }

  /** All become current at once, or none. A reader of a snapshot makes models for itself and keeps none. */
  write(artifacts: readonly ArtifactToWrite[]): Promise<void> {
    return artifacts.length > 0 && !this.store.isReadOnly ? this.store.writeAll(artifacts) : Promise.resolve();
  }

  /** Undefined when there is none of that identity. @throws CORRUPT_ARTIFACT naming the file. */
  async readEmbeddings(scope: string, identity: Fingerprint): Promise<EmbeddingArtifact | undefined> {
    const name = `${scope}/embeddings`;
    if ((await this.#identity(name)) !== identity) return undefined;
    const { header, arrays } = await this.store.read(name);
    const details = header.details as {
      embeddings: WithoutNaN<Omit<Embeddings, 'vectors'>>;
      state: Omit<SerializableState, 'arrays'>;
      madeAtMs?: number;
    };
    const { vectors, ...stateArrays } = arrays;
    return {
      embeddings: { ...withNaN(details.embeddings), vectors: vectors as Float32Array },
      state: { ...details.state, arrays: stateArrays as SerializableState['arrays'] },
      madeAtMs: details.madeAtMs,
    };
  }

  async readFactors(scope: string, identity: Fingerprint): Promise<Factors | undefined> {
    const name = `${scope}/factors`;
    if ((await this.#identity(name)) !== identity) return undefined;
    const { header, arrays } = await this.store.read(name);
    const details = header.details as WithoutNaN<Omit<Factors, FactorArray>>;
    return { ...withNaN(details), ...(arrays as unknown as Pick<Factors, FactorArray>) };
  }

  /** The index of that identity as bytes, or the reason for its absence. @throws CORRUPT_ARTIFACT naming the file. */
  async readIndex(
    scope: string,
    which: IndexedVectors,
    identity: IndexIdentity,
  ): Promise<{ bytes: Uint8Array; fingerprint: string } | { problem: string }> {
    const name = `${scope}/${which}-index`;
    if (!this.store.has(name)) return { problem: 'The index is not stored' };
    const { inputs } = await this.store.header(name);
    if (inputs['vectors'] !== identity.vectors) return { problem: 'The stored index belongs to an older or newer set of vectors' };
    if (inputs['settings'] !== identity.settings) return { problem: 'The stored index was made with other settings' };
    const [{ arrays }, checksums] = [await this.store.read(name), await this.store.checksums(name)];
    return { bytes: arrays['index'] as Uint8Array, fingerprint: checksums['index'] ?? '' };
  }

  /** The users and items of the models' rows. @throws CORRUPT_ARTIFACT */
  async readRows(scope: string): Promise<ModelRows | undefined> {
    const name = `${scope}/rows`;
    if (!this.store.has(name)) return undefined;
    const { arrays } = await this.store.read(name);
    const ids = JSON.parse(new TextDecoder().decode(arrays['ids'])) as Pick<ModelRows, 'userIds' | 'itemIds'>;
    // Artifacts of an earlier version lack the counts: then every user counts as changed.
    const counts = (arrays['interactionCounts'] as Int32Array | undefined) ?? new Int32Array(0);
    return { ...ids, textHashes: arrays['textHashes'] as Int32Array, interactionCounts: counts };
  }

  async lineage(scope: string): Promise<Lineage | undefined> {
    const name = `${scope}/rows`;
    if (!this.store.has(name)) return undefined;
    const { inputs, details } = await this.store.header(name);
    const settings = buildSettingsSchema.safeParse((details as { settings?: unknown } | undefined)?.settings);
    // Written by a version with other settings: its models are rebuilt.
    if (!settings.success) return undefined;
    const report = buildReportSchema.safeParse((details as { report?: unknown }).report).data;
    return { base: inputs['base'] ?? '', trainedOn: inputs['trainedOn'] ?? '', settings: settings.data, ...(report && { report }) };
  }

  async #identity(name: string): Promise<string | undefined> {
    return this.store.has(name) ? (await this.store.header(name)).inputs['identity'] : undefined;
  }
}

type FactorArray = 'userFactors' | 'itemFactors' | 'singularValues' | 'explainedVarianceFractions';

/** JSON has no NaN: "no timestamp" is stored as null. */
type WithoutNaN<Value extends { latestTimestampMs: number }> = Omit<Value, 'latestTimestampMs'> & { latestTimestampMs: number | null };
const withoutNaN = <Value extends { latestTimestampMs: number }>(value: Value): WithoutNaN<Value> => ({
  ...value,
  latestTimestampMs: Number.isNaN(value.latestTimestampMs) ? null : value.latestTimestampMs,
});
const withNaN = <Value extends { latestTimestampMs: number | null }>(value: Value): Value & { latestTimestampMs: number } => ({
  ...value,
  latestTimestampMs: value.latestTimestampMs ?? NaN,
});

export function embeddingArtifact(
  scope: string,
  identity: Fingerprint,
  { embeddings, state, madeAtMs }: EmbeddingArtifact,
): ArtifactToWrite {
  const { vectors, ...rest } = embeddings;
  const { arrays, ...stateRest } = state;
  return {
    name: `${scope}/embeddings`,
    header: {
      kind: 'embeddings',
      model: `${embeddings.provider}/${embeddings.model}`,
      dimensions: embeddings.dimensions,
      inputs: { identity },
      details: { embeddings: withoutNaN(rest), state: stateRest, madeAtMs },
    },
    arrays: { ...(arrays as Record<string, ArtifactArray>), vectors },
  };
}

export function factorArtifact(scope: string, identity: Fingerprint, factors: Factors): ArtifactToWrite {
  const { userFactors, itemFactors, singularValues, explainedVarianceFractions, ...rest } = factors;
  return {
    name: `${scope}/factors`,
    header: { kind: 'factors', model: factors.method, dimensions: factors.factorCount, inputs: { identity }, details: withoutNaN(rest) },
    arrays: { userFactors, itemFactors, singularValues, explainedVarianceFractions },
  };
}

/** Identity of a current index: the SHA-256 of the vectors, and the index settings. */
export interface IndexIdentity {
  readonly vectors: string;
  readonly settings: string;
}

export function indexArtifact(
  scope: string,
  which: IndexedVectors,
  identity: IndexIdentity,
  { backend, settings }: IndexPlan,
  bytes: Uint8Array,
): ArtifactToWrite {
  const { type, metric, dimensions } = settings;
  return {
    name: `${scope}/${which}-index`,
    header: { kind: 'index', model: `${backend.id} ${type}`, dimensions, metric, inputs: { ...identity } },
    arrays: { index: bytes },
  };
}

/** The data of the models: the last bulk data, and the data including later arrivals at the time. */
interface Lineage {
  readonly base: string;
  readonly trainedOn: string;
  /** The settings; they become current together with the models. */
  readonly settings: BuildSettings;
  /** Of the build, on the serving side. */
  readonly report?: BuildReport;
}

export function rowsArtifact(
  scope: string,
  { base, trainedOn, settings, report }: Lineage,
  { userIds, itemIds, textHashes, interactionCounts }: ModelRows,
): ArtifactToWrite {
  const ids = new TextEncoder().encode(JSON.stringify({ userIds, itemIds }));
  return {
    name: `${scope}/rows`,
    header: { kind: 'rows', inputs: { base, trainedOn }, details: { settings, report } },
    arrays: { ids, textHashes, interactionCounts },
  };
}
