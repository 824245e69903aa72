import { basename, resolve } from 'node:path';
import { vectorSpace, type NamedVectors } from '#engine/embeddings/files/vector-space';
import type { Dataset } from '#engine/model/dataset';
import type { VectorSearch } from '#engine/model/search';
import type { VectorLibrary, VectorSpace } from '#engine/model/vector-space';
import type { TaskContext } from '#engine/ports';
import { isRankLabError, RankLabError } from '#shared/errors';
import type { KnownAt } from '#shared/schemas/foreign-run';
import { buildSettingsSchema } from '#shared/schemas/model';
import type { StoredVectors, VectorColumnNames, VectorSettings } from '#shared/schemas/vector-file';
import type { AnnSelection } from '../ann/ann-selection';
import { fileHash } from '../storage/files/file-hash';
import { readVectorFile } from '../import/vectors/read-vectors';
import type { ArtifactStore } from '../storage/files/artifact-store';
import type { FileOperations } from '../storage/files/file-operations';
import { LeasedIndex } from './leased-index';
import { readVectorDetails, vectorArtifact, vectorArtifactName, vectorScope, vectorsFromArtifact } from './vector-artifact';

/** Spaces of one dataset that stay in memory, each with its index. */
const keptSpaces = 4;

interface Kept {
  readonly space: Promise<VectorSpace>;
  /** Built at the first search. */
  readonly index: LeasedIndex;
}

export interface VectorAddOptions extends VectorColumnNames {
  /** Display name instead of the path's last part, for uploads. */
  readonly name?: string | undefined;
  readonly knownAt?: KnownAt;
}

/** The vectors made elsewhere that a workspace has stored, each under the SHA-256 of its file. */
export class VectorStore implements VectorLibrary {
  #spaces = new WeakMap<Dataset['items']['ids'], Map<string, Kept>>();
  /** Those in use, and those that were superseded and may still be searched. */
  readonly #indexes = new Set<LeasedIndex>();

  constructor(
    private readonly artifacts: ArtifactStore,
    private readonly files: FileOperations,
    private readonly ann: AnnSelection,
    /** How long a superseded index waits for further searches. */
    private readonly indexIdleMs?: number,
  ) {}

  /** How many indexes are in memory. */
  get indexCount(): number {
    return [...this.#indexes].filter(({ isInMemory }) => isInMemory).length;
  }

  /**
   * Reads a file and keeps it. The same bytes again are the same vectors: name, declaration and columns become those given now.
   * @throws NOT_FOUND, IMPORT_FAILED naming the file and the place.
   */
  async add(path: string, { name, knownAt = null, ...columns }: VectorAddOptions = {}, context?: TaskContext): Promise<StoredVectors> {
    const absolute = resolve(path);
    const content = await readVectorFile(absolute, { vectorColumn: columns.vectorColumn }, this.files);
    const { dimensions, keys, vectors, notes } = content;
    if (columns.idColumn !== undefined && !keys.some((key) => key.name === columns.idColumn)) {
      throw new RankLabError('IMPORT_FAILED', `${name ?? basename(absolute)} has no column “${columns.idColumn}” beside its vectors`, {
        place: 'idColumn',
        value: columns.idColumn,
        remedy: `It has ${keys.map((key) => key.name).join(', ') || 'none'}`,
      });
    }
    const stored: StoredVectors = {
      sha256: await fileHash(this.files, absolute, context),
      file: name ?? basename(absolute),
      importedAtMs: Date.now(),
      knownAt,
      rows: dimensions === 0 ? 0 : vectors.length / dimensions,
      dimensions,
      idColumns: keys.map((key) => key.name),
      notes: [...notes],
    };
    const artifact = vectorArtifact(stored, withoutUndefined(columns), content);
    await this.artifacts.write(artifact.name, artifact.header, artifact.arrays);
    return stored;
  }

  /** Newest first. */
  async list(): Promise<StoredVectors[]> {
    const hashes = this.artifacts.list(vectorScope).map((name) => name.slice(vectorScope.length + 1));
    const all = await Promise.all(hashes.map((sha256) => this.get(sha256)));
    return all.sort((a, b) => b.importedAtMs - a.importedAtMs || (a.sha256 < b.sha256 ? -1 : 1));
  }

  /** @throws NOT_FOUND */
  async get(sha256: string): Promise<StoredVectors> {
    return (await this.#details(sha256)).stored;
  }

  async nameOf(sha256: string): Promise<string | undefined> {
    return this.artifacts.list(vectorScope).includes(vectorArtifactName(sha256)) ? (await this.get(sha256)).file : undefined;
  }

  /** @throws NOT_FOUND */
  async remove(sha256: string): Promise<void> {
    await this.get(sha256);
    await this.artifacts.remove(vectorArtifactName(sha256));
    this.supersede();
  }

  /** The data have changed: spaces are recomputed, and indexes that nothing searches any more are freed. */
  supersede(): void {
    this.#spaces = new WeakMap();
    for (const index of this.#indexes) index.supersede();
    this.#forgetFreed();
  }

  space(settings: VectorSettings, dataset: Dataset): Promise<VectorSpace> {
    return this.#kept(settings, dataset).then(({ space }) => space);
  }

  async index(settings: VectorSettings, dataset: Dataset): Promise<VectorSearch> {
    const kept = await this.#kept(settings, dataset);
    this.#indexes.add(kept.index);
    return kept.index.ready();
  }

  async close(): Promise<void> {
    await Promise.all([...this.#indexes].map((index) => index.close()));
    this.#indexes.clear();
  }

  #leased(space: Promise<VectorSpace>): LeasedIndex {
    const { index: settings } = buildSettingsSchema.parse({});
    return new LeasedIndex(async () => {
      const { videos, dimensions } = await space;
      return (await this.ann.build(settings, videos, dimensions, 'inner-product')).index;
    }, this.indexIdleMs);
  }

  /** Superseded and freed: a job that holds one keeps it alive by itself. */
  #forgetFreed(): void {
    for (const index of this.#indexes) if (!index.isInMemory) this.#indexes.delete(index);
  }

  /** Users and videos may have come since, and columns may be read otherwise: both are part of the key. */
  async #kept(settings: VectorSettings, dataset: Dataset): Promise<Kept> {
    const { videos, users, compare } = settings;
    const named = [await this.#details(videos, 'videos'), users === undefined ? undefined : await this.#details(users, 'users')];
    const columns = named.map((one) => one && [one.stored.sha256, one.columns]);
    const key = JSON.stringify([columns, compare, dataset.users.ids.size, dataset.items.ids.size]);
    const ofDataset = this.#spaces.get(dataset.items.ids) ?? new Map<string, Kept>();
    this.#spaces.set(dataset.items.ids, ofDataset);
    const known = ofDataset.get(key);
    if (known) return known;
    const space = this.#read(settings, dataset);
    const kept: Kept = { space, index: this.#leased(space) };
    ofDataset.set(key, kept);
    kept.space.catch(() => ofDataset.delete(key));
    const oldest = ofDataset.keys().next().value;
    if (ofDataset.size > keptSpaces && oldest !== undefined) {
      ofDataset.get(oldest)?.index.supersede();
      ofDataset.delete(oldest);
    }
    return kept;
  }

  async #read({ videos, users, compare }: VectorSettings, dataset: Dataset): Promise<VectorSpace> {
    const named = async (sha256: string): Promise<NamedVectors> => {
      const { stored, columns, content } = vectorsFromArtifact(await this.artifacts.read(vectorArtifactName(sha256)));
      return { file: stored.file, content, idColumn: columns.idColumn };
    };
    return vectorSpace({ videos: await named(videos), ...(users !== undefined && { users: await named(users) }) }, { compare }, dataset);
  }

  async #details(sha256: string, place: 'videos' | 'users' = 'videos') {
    try {
      return readVectorDetails((await this.artifacts.header(vectorArtifactName(sha256))).details);
    } catch (error) {
      if (!isRankLabError(error) || error.code !== 'NOT_BUILT') throw error;
      throw new RankLabError('NOT_FOUND', `No vectors ${sha256.slice(0, 12)} are stored in this workspace`, {
        place,
        value: sha256,
        remedy: 'Add their file first; the files of the workspace are listed by “ranklab vectors”',
      });
    }
  }
}

const withoutUndefined = (columns: VectorColumnNames): VectorColumnNames => ({
  ...(columns.idColumn !== undefined && { idColumn: columns.idColumn }),
  ...(columns.vectorColumn !== undefined && { vectorColumn: columns.vectorColumn }),
});
